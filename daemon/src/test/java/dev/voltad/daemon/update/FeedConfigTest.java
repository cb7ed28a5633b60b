package dev.voltad.daemon.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedConfigTest {
  private static final String GOOD = "{\"schema\": 1, \"mirrors\": [\"file:///feed\"]}";

  @TempDir Path dir;

  private Path feed(String name, String text) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(name));
    Files.writeString(folder.resolve("1.root.json"), name);
    Files.writeString(folder.resolve("feed.json"), text);
    return folder;
  }

  private Optional<FeedConfig> find() throws IOException {
    return FeedConfig.find(dir.resolve("etc"), dir.resolve("home"), dir.resolve("tree"));
  }

  @Test
  void find_nothing_isEmpty() throws IOException {
    assertEquals(Optional.empty(), find());
  }

  @Test
  void find_several_administratorThenPersonThenRelease() throws IOException {
    feed("tree/feed", GOOD);
    assertEquals(dir.resolve("tree/feed"), find().orElseThrow().folder());
    feed("home/self/feed", GOOD);
    assertEquals(dir.resolve("home/self/feed"), find().orElseThrow().folder());
    feed("etc", GOOD);
    assertEquals(dir.resolve("etc"), find().orElseThrow().folder());
  }

  @Test
  void read_good_hasItsParts() throws IOException {
    Path folder =
        feed("f", "{\"schema\": 1, \"mirrors\": [\"https://a.example/f\"], \"trialSeconds\": 60}");
    Files.writeString(folder.resolve("2.root.json"), "second");
    FeedConfig config = FeedConfig.read(folder);
    assertEquals(2, config.roots().size());
    assertEquals(Duration.ofSeconds(60), config.trial());
    assertEquals("https://a.example/f/metadata/", config.mirrors().get(0).metadata().toString());
    assertEquals(Duration.ofMinutes(10), FeedConfig.read(feed("g", GOOD)).trial());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"schema\": 2, \"mirrors\": [\"file:///feed\"]}",
        "{\"schema\": 1, \"mirrors\": []}",
        "{\"schema\": 1, \"mirrors\": [null]}",
        "{\"schema\": 1, \"mirrors\": [\"http://far.example/\"]}",
        "{\"schema\": 1, \"mirrors\": [\"file:///feed\"], \"trialSeconds\": -1}",
        "{\"schema\": 1, \"mirrors\": [\"file:///feed\"], \"trialSeconds\": 86401}",
      })
  void read_broken_saysWhichFile(String text) throws IOException {
    Path folder = feed("f", text);
    IOException why = assertThrows(IOException.class, () -> FeedConfig.read(folder));
    assertTrue(why.getMessage().startsWith(folder.resolve("feed.json") + ": "), why.getMessage());
  }

  @Test
  void read_noRoot_isRefused() throws IOException {
    Path folder = feed("f", GOOD);
    Files.delete(folder.resolve("1.root.json"));
    assertThrows(IOException.class, () -> FeedConfig.read(folder));
  }
}
