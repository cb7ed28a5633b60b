package dev.voltad.daemon.trust;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client as a command, by the contract of the public conformance suite
 * (theupdateframework/tuf-conformance, CLIENT-CLI.md), so that others can hold it against theirs:
 *
 * <pre>
 * tuf-client --metadata-dir D [--time SECONDS] init ROOT
 * tuf-client --metadata-dir D [--time SECONDS] --metadata-url U refresh
 * tuf-client --metadata-dir D [--time SECONDS] --metadata-url U --target-name N...
 *            --target-base-url T --target-dir D download
 * </pre>
 *
 * <p>Exit status: 0, or 1 with a line on stderr. {@code --time} is a Unix time that stands for the
 * system's clock.
 */
public final class TufClient {
  private final Map<String, String> options = new HashMap<>();
  private final List<String> targets = new ArrayList<>();
  private final List<String> words = new ArrayList<>();

  private TufClient() {}

  /** Ends the JVM with the exit status. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  static int run(List<String> arguments) {
    try {
      TufClient client = new TufClient();
      client.read(arguments.iterator());
      client.act();
      return 0;
    } catch (TrustException | IOException | IllegalArgumentException e) {
      System.err.println("tuf-client: " + e.getMessage());
      return 1;
    }
  }

  private void read(Iterator<String> arguments) {
    while (arguments.hasNext()) {
      String word = arguments.next();
      if (!word.startsWith("--")) {
        words.add(word);
      } else if (!arguments.hasNext()) {
        throw new IllegalArgumentException(word + " needs a value");
      } else if (word.equals("--target-name")) {
        targets.add(arguments.next());
      } else {
        options.put(word, arguments.next());
      }
    }
  }

  private void act() throws TrustException, IOException {
    String command = words.isEmpty() ? "" : words.get(0);
    if (command.equals("init") && words.size() == 2) {
      TrustedFeed.init(folder("--metadata-dir"), Files.readAllBytes(Path.of(words.get(1))));
    } else if (command.equals("refresh") && words.size() == 1) {
      feed(option("--metadata-url")).refresh();
    } else if (command.equals("download") && words.size() == 1 && !targets.isEmpty()) {
      download(feed(option("--target-base-url")).refresh(), folder("--target-dir"));
    } else {
      throw new IllegalArgumentException("usage: init ROOT | refresh | download; see docs");
    }
  }

  private TrustedFeed feed(String targetsUrl) {
    URI targets = URI.create(targetsUrl);
    Mirror mirror = new Mirror(URI.create(option("--metadata-url")), targets, targets);
    InstantSource clock =
        options.containsKey("--time")
            ? InstantSource.fixed(Instant.ofEpochSecond(Long.parseLong(option("--time"))))
            : InstantSource.system();
    return TrustedFeed.stored(folder("--metadata-dir"), List.of(mirror), clock);
  }

  private void download(TrustedTargets trusted, Path folder) throws TrustException, IOException {
    for (String name : targets) {
      Optional<Target> target = trusted.target(name);
      if (target.isEmpty()) {
        throw new IOException("the feed has no target " + name);
      }
      trusted.download(target.get(), folder.resolve(PercentCode.encode(name)));
    }
  }

  private Path folder(String name) {
    return Path.of(option(name));
  }

  private String option(String name) {
    return Optional.ofNullable(options.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }
}
