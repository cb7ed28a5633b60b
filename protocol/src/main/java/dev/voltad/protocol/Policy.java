package dev.voltad.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person has decided about the daemon of one home: {@code self/policy.json}. Fields that are
 * not known are passed over.
 *
 * @param idleExit after how long without work the daemon ends, if a service manager starts it again
 *     when it is asked: {@code 30s}, {@code 10m}, {@code 2h}; empty for never
 */
public record Policy(Optional<String> idleExit) {
  /** Of a home in which nothing was decided. */
  public static final Policy NONE = new Policy(Optional.empty());

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");
  private static final int MAX_BYTES = 64 * 1024;

  /**
   * The policy of a home; {@link #NONE} if there is no file.
   *
   * @throws IOException if the file cannot be read or is not a policy; the message says why
   */
  public static Policy of(Path home) throws IOException {
    Path file = home.resolve("self/policy.json");
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (!found.isRegularFile()) {
        throw new IOException(file + " is no file"); // a pipe would keep us for ever
      }
      if (found.size() > MAX_BYTES) {
        throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      Policy policy = Json.read(Files.readString(file), Policy.class);
      policy.idleAfter();
      return policy;
    } catch (NoSuchFileException none) {
      return NONE;
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

  /**
   * {@link #idleExit} as a duration.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Optional<Duration> idleAfter() {
    if (idleExit.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = DURATION.matcher(idleExit.get());
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "idleExit is a number with s, m or h, for example 30m, not " + idleExit.get());
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        });
  }
}
