package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.protocol.release.ChannelFile;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The publisher as a program of the release tree, and docs/publishing.md as a person follows it.
 */
@ExtendWith(NothingLeft.class)
@Timeout(360)
class FeedIT {
  private static final Path GUIDE = Path.of("../docs/publishing.md");
  private static final Pattern BLOCK = Pattern.compile("(?m)^```sh\n((?:(?!```).*\n)*)```$");

  @TempDir Path dir;
  private ProductTree tree;

  @BeforeEach
  void open() {
    tree = ProductTree.open();
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private Program feed(String... arguments) {
    return Program.of(tree.top().resolve("libexec/feed").toString())
        .and(arguments)
        .in(dir)
        .within(Duration.ofMinutes(2));
  }

  @Test
  void guide_followedStepByStep_publishesThisRelease() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(GUIDE));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    assertTrue(blocks.size() >= 8, () -> "only " + blocks.size() + " blocks in " + GUIDE);

    Outcome outcome =
        Program.of("sh", "-euxc", String.join("", blocks))
            .with("TREE", tree.top().toString())
            .in(dir)
            .within(Duration.ofMinutes(5))
            .run()
            .assertExit(0)
            .assertNoTrace();

    outcome.assertSays("Published root 2.").assertSays("channels/beta.json");
    assertDefaultLayouts(dir.resolve("offline"));
    assertReadByTheClient(dir.resolve("company"));
  }

  /** What the publisher takes for this release is what its migrations do. */
  private static void assertDefaultLayouts(Path feed) throws IOException {
    try (Stream<Path> channels = Files.list(feed.resolve("targets/channels"))) {
      ChannelFile channel = ChannelFile.parse(Files.readAllBytes(channels.findFirst().get()));
      int current = LayoutVersion.CURRENT.ordinal();
      assertEquals(
          new ChannelFile.Layouts(IntStream.rangeClosed(0, current).boxed().toList(), current),
          channel.releases().get(0).layout());
    }
  }

  /** From the first root, through all later ones, by the program that others test us with. */
  private void assertReadByTheClient(Path feed) throws IOException {
    Files.createDirectories(dir.resolve("got"));
    Program client =
        Program.of(tree.top().resolve("libexec/tuf-client").toString(), "--metadata-dir", "trust")
            .in(dir);
    client.and("init", feed.resolve("metadata/1.root.json").toString()).run().assertExit(0);
    String url = feed.toUri().toString();
    client
        .and("--metadata-url", url + "metadata/", "--target-base-url", url + "targets/")
        .and("--target-dir", "got", "--target-name", "channels/stable.json", "download")
        .run()
        .assertExit(0);
    ChannelFile channel =
        ChannelFile.parse(Files.readAllBytes(dir.resolve("got/channels%2Fstable.json")));
    assertEquals(1, channel.withdrawn().size());
  }

  @Test
  void wrongCommand_says_whatWhyAndNext() {
    feed("sign", "nowhere", "--keys", ".").run().assertProblem(7, "filesystem");
    feed("sign").run().assertProblem(3, "arguments");
    feed("nonsense").run().assertProblem(3, "arguments");
    feed("init", "feed", "--keys", "keys", "--root-threshold", "4")
        .run()
        .assertProblem(3, "arguments");
    feed().run().assertExit(0).assertSays("refresh-timestamp");
    feed("add", "--help").run().assertExit(0).assertSays("--rollout");
  }

  @Test
  void diskFull_anywhere_saysSoAndLeavesTheFeed() {
    feed("init", "feed", "--keys", "keys").run().assertExit(0);
    String limited = "ulimit -f 1000; trap '' XFSZ; exec \"$0\" add feed \"$1\" --channel stable";
    Program.of("sh", "-c", limited, tree.top() + "/libexec/feed", tree.top().toString())
        .in(dir)
        .run()
        .assertProblem(7, "filesystem");
    feed("verify", "feed").run().assertExit(0);
  }
}
