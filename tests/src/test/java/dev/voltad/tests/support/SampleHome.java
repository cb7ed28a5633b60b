package dev.voltad.tests.support;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of one of the homes in {@code src/test/resources/homes}, of its own to change.
 *
 * @param name for example {@code v1-odd}
 * @param user the folder of the user, an absolute path; the home is {@code .volta} in it
 */
public record SampleHome(String name, Path user) {
  private static final Path WRITTEN_FOR = Path.of("/home/dev");

  /** The names of all samples, in alphabetical order. */
  public static List<String> names() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".tar.gz"))
          .map(file -> file.substring(0, file.length() - ".tar.gz".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError("no sample homes", e);
    }
  }

  /**
   * Unpacks a sample below a folder. Modes and times are kept; links into {@code /home/dev} lead to
   * the copy.
   */
  public static SampleHome unpack(String name, Path directory) {
    Path archive = folder().resolve(name + ".tar.gz");
    Program.of("tar", "-xpzf", archive.toString(), "--no-same-owner")
        .in(directory)
        .run()
        .assertExit(0);
    SampleHome sample = new SampleHome(name, directory.toAbsolutePath().resolve(name));
    try (Stream<Path> tree = Files.walk(sample.user)) {
      for (Path link : tree.filter(Files::isSymbolicLink).toList()) {
        sample.rewrite(link);
      }
    } catch (IOException e) {
      throw new AssertionError(name + " cannot be unpacked", e);
    }
    return sample;
  }

  private void rewrite(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    if (target.startsWith(WRITTEN_FOR)) {
      Files.delete(link);
      Files.createSymbolicLink(link, user.resolve(WRITTEN_FOR.relativize(target)));
    }
  }

  /** As an installer does: what old shims lead to becomes a link to the new program. */
  public SampleHome leadTo(Path shim) throws IOException {
    Path program = home().resolve("bin/volta-shim");
    Files.delete(program);
    Files.createSymbolicLink(program, shim);
    return this;
  }

  /** The Volta directory. */
  public Path home() {
    return user.resolve(".volta");
  }

  /** A file that comes with the sample, for example {@code v1-odd.shims.txt}; need not exist. */
  public static Path file(String name) {
    return folder().resolve(name);
  }

  private static Path folder() {
    try {
      return Path.of(SampleHome.class.getResource("/homes/expected.json").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
