package dev.voltad.daemon.update;

import dev.voltad.daemon.trust.Mirror;
import dev.voltad.daemon.trust.TrustedFeed;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where releases come from, and by whose keys they are trusted: a folder with {@code feed.json}
 * ({@code {"schema": 1, "mirrors": [...], "trialSeconds"?}}), {@code 1.root.json} and, where there
 * are more, {@code 2.root.json} and so on. The first of these counts: {@code /etc/volta/feed},
 * which an administrator set; {@code self/feed}, which {@code volta self trust} made; {@code feed}
 * in the release tree.
 *
 * @param folder where it was found
 * @param roots bytes, the first root first
 * @param mirrors at least one
 * @param trial how long a release must prove itself; one minute to a day, ten minutes if it is not
 *     said
 */
record FeedConfig(Path folder, List<byte[]> roots, List<Mirror> mirrors, Duration trial) {
  static final Path SYSTEM = Path.of("/etc/volta/feed");
  static final String FILE = "feed.json";

  private static final Path IN_HOME = Path.of("self/feed");
  private static final Duration TRIAL = Duration.ofMinutes(10);
  private static final Duration MOST_TRIAL = Duration.ofDays(1);
  private static final int MAX_ROOTS = 256;
  private static final int MAX_ROOT_BYTES = 512 << 10;
  private static final int MAX_FILE_BYTES = 64 << 10;

  FeedConfig {
    roots = List.copyOf(roots);
    mirrors = List.copyOf(mirrors);
  }

  private record Text(int schema, List<String> mirrors, Optional<Long> trialSeconds) {}

  /**
   * @return empty if nothing says where releases come from
   * @throws IOException if what says it cannot be read, or makes no sense
   */
  static Optional<FeedConfig> find(Path system, Path home, Path tree) throws IOException {
    for (Path folder : List.of(system, home.resolve(IN_HOME), tree.resolve("feed"))) {
      if (Files.exists(folder.resolve(FILE))) {
        return Optional.of(read(folder));
      }
    }
    return Optional.empty();
  }

  static FeedConfig read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    String json = new String(bytes(file, MAX_FILE_BYTES), StandardCharsets.UTF_8);
    try {
      Text text = Json.read(json, Text.class);
      if (text == null || text.schema != 1 || text.mirrors == null || text.mirrors.isEmpty()) {
        throw new IllegalArgumentException("no schema 1 with mirrors");
      }
      List<Mirror> mirrors = text.mirrors.stream().map(FeedConfig::mirror).toList();
      Duration trial = text.trialSeconds.map(Duration::ofSeconds).orElse(TRIAL);
      if (trial.isNegative() || trial.compareTo(MOST_TRIAL) > 0) {
        throw new IllegalArgumentException("a trial of " + trial.toSeconds() + " s");
      }
      return new FeedConfig(folder, roots(folder), mirrors, trial);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static Mirror mirror(String address) {
    if (address == null) {
      throw new IllegalArgumentException("a mirror without an address");
    }
    return Mirror.ofFeed(URI.create(address));
  }

  private static List<byte[]> roots(Path folder) throws IOException {
    List<byte[]> roots = new ArrayList<>();
    for (int i = 1; i <= MAX_ROOTS; i++) {
      try {
        roots.add(bytes(folder.resolve(i + ".root.json"), MAX_ROOT_BYTES));
      } catch (NoSuchFileException end) {
        break;
      }
    }
    if (roots.isEmpty()) {
      throw new IOException("there is no 1.root.json beside it");
    }
    return roots;
  }

  private static byte[] bytes(Path file, int most) throws IOException {
    return PosixFileOps.read(file, most)
        .orElseThrow(() -> new IOException(file + " is larger than " + most + " bytes"));
  }

  /** The first 16 digits of the hash of the first root. */
  String id() {
    return TrustedFeed.id(roots.get(0));
  }
}
