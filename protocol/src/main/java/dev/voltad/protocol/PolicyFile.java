package dev.voltad.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Function;

/** How a file with a policy is read, whosesoever it is. */
final class PolicyFile {
  private PolicyFile() {}

  /**
   * @param parse throws an {@link IllegalArgumentException} if the text is none
   * @return empty if there is no file
   * @throws IOException if it cannot be read or is none; the message names the file and says why
   */
  static <T> Optional<T> read(Path file, Function<String, T> parse) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (!found.isRegularFile()) {
        throw new IOException(file + " is no file"); // a pipe would keep us for ever
      }
      if (found.size() > Policy.MAX_BYTES) {
        throw new IOException(file + " is larger than " + Policy.MAX_BYTES + " bytes");
      }
      return Optional.of(parse.apply(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(
          String.valueOf(e.getMessage()).contains(file.toString())
              ? e.getMessage()
              : file + ": " + e.getMessage(),
          e);
    }
  }
}
