package dev.voltad.protocol.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.protocol.release.ChannelFile.Layouts;
import dev.voltad.protocol.release.ChannelFile.Release;
import dev.voltad.protocol.release.ChannelFile.Rollout;
import dev.voltad.protocol.release.ChannelFile.Step;
import dev.voltad.protocol.release.ChannelFile.Withdrawal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelFileTest {
  private static final String WHOLE =
      """
      {"schema": 1, "floor": "1.0.0", "later": true,
       "releases": [{"version": "2.3.0", "published": "2026-11-20T10:00:00Z",
         "platforms": {"linux-x64": "releases/2.3.0/linux-x64.json"}, "minFrom": "2.0.0",
         "layout": {"reads": [4, 5], "writes": 5}, "urgent": true,
         "rollout": {"salt": "s", "steps": [[24, 100], [48, 10000]], "paused": true}}],
       "withdrawn": [{"version": "2.2.0", "goto": "2.3.0"}]}
      """;

  private static ChannelFile parse(String text) throws IOException {
    return ChannelFile.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void parse_whole_hasEveryField() throws IOException {
    Release release =
        new Release(
            "2.3.0",
            Instant.parse("2026-11-20T10:00:00Z"),
            Map.of("linux-x64", "releases/2.3.0/linux-x64.json"),
            Optional.of("2.0.0"),
            new Layouts(List.of(4, 5), 5),
            Optional.of(
                new Rollout(
                    "s", List.of(new Step(24, 100), new Step(48, 10_000)), Optional.of(true))),
            Optional.of(true),
            Optional.empty());
    ChannelFile expected =
        new ChannelFile(
            1,
            List.of(release),
            List.of(new Withdrawal("2.2.0", Optional.of("2.3.0"))),
            Optional.of("1.0.0"));
    assertEquals(expected, parse(WHOLE));
  }

  @Test
  void text_whatWasRead_isReadAgain() throws IOException {
    ChannelFile channel = parse(WHOLE);
    String text = new String(channel.text(), StandardCharsets.UTF_8);
    assertEquals(channel, ChannelFile.parse(channel.text()));
    assertTrue(text.contains("\"goto\"") && text.contains("2026-11-20T10:00:00Z"), text);
    assertFalse(text.contains("manual") || text.contains("null"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "",
        "{\"schema\": 2}",
        "{\"schema\": 1, \"schema\": 1}",
        "{\"schema\": 1} x",
        "{\"schema\": 1, \"releases\": [null]}",
        "{\"schema\": 1, \"releases\": [{}]}",
        "{\"schema\": 1, \"withdrawn\": [{}]}",
        "{\"schema\": 1, \"releases\": [{\"version\": \"1.0.0\", \"published\": \"now\"}]}",
        "{\"schema\": 1, \"releases\": [{\"version\": \"1.0.0\","
            + " \"published\": \"2026-11-20T10:00:00Z\", \"layout\": {\"writes\": 4}}]}",
      })
  void parse_broken_saysWhy(String text) {
    IOException why = assertThrows(IOException.class, () -> parse(text));
    assertTrue(why.getMessage().startsWith("not a channel file: "), why.getMessage());
  }
}
