package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.Exchange;
import dev.voltad.tests.support.SampleMatch;
import dev.voltad.tests.support.UnixHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a sample which is not what the daemon answers is noticed. */
final class SampleMatchTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nallow: GET";
  private static final String BODY =
      "{\"id\":\"2026-1\",\"size\":5,\"at\":\"2026-11-26T20:00:00.5Z\",\"in\":\"/tmp/x.\",\"all\":[1,{}]}";
  private static final String SAMPLE =
      "{\"id\": \"<id>\", \"size\": \"<number>\", \"at\": \"<time>\", \"in\": \"<path>.\", \"all\": [1, {}]}";

  @TempDir Path folder;
  private final SampleMatch match = new SampleMatch();

  private Optional<String> difference(String block, int status, String body) throws IOException {
    Path file =
        Files.writeString(folder.resolve("x.md"), "text\n```exchange\n" + block + "\n```\n");
    List<Exchange> samples = Exchange.read(file);
    assertEquals(1, samples.size());
    return match.difference(samples.get(0), new UnixHttp.Answer(status, HEAD, body), List.of());
  }

  private static String block(String answer) {
    return "> GET /v1/x\n< 200 application/json\n< allow: GET\n" + answer;
  }

  @Test
  void difference_ofTheSame_isNone() throws IOException {
    assertEquals(Optional.empty(), difference(block(SAMPLE), 200, BODY));
    assertEquals("2026-1", match.lastId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"size\":5|\"size\":\"5\"",
        "\"size\":5|\"size\":5,\"later\":1",
        "\"size\":5,|",
        "20:00:00.5Z|soon",
        "/tmp/x.|tmp",
        "[1,{}]|[2,{}]",
        "[1,{}]|[1]",
        "[1,{}]|[1,{\"a\":1}]",
        "[1,{}]|[1,{},3]",
        "[1,{}]|null"
      })
  void difference_ofAnythingElse_isSaid(String change) throws IOException {
    String[] parts = change.split("\\|", -1);
    assertTrue(BODY.contains(parts[0]), change);

    String other = BODY.replace(parts[0], parts[1]);

    assertTrue(difference(block(SAMPLE), 200, other).isPresent(), other);
  }

  @Test
  void difference_ofTheHead_isSaid() throws IOException {
    assertTrue(difference(block(SAMPLE), 202, BODY).isPresent());
    assertTrue(
        difference(block(SAMPLE).replace("< allow: GET", "< allow: PUT"), 200, BODY).isPresent());
    assertTrue(difference(block(SAMPLE).replace("/json", "/text"), 200, BODY).isPresent());
  }

  private Optional<String> lines(String sample, String body) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("x.md"), "```exchange\n> GET /x\n< 200 text/x\n" + sample + "\n```\n");
    UnixHttp.Answer answer =
        new UnixHttp.Answer(200, "HTTP/1.1 200 OK\r\ncontent-type: text/x", body);
    return match.difference(Exchange.read(file).get(0), answer, List.of());
  }

  @Test
  void difference_ofLines_countsThemAll() throws IOException {
    assertEquals(Optional.empty(), lines("a <number>\n...\nb", "a 1\nb\n"));
    assertEquals(Optional.empty(), lines("a <number>\n...\nb", "a 1\na 2\na 3\nb\n"));
    assertTrue(lines("a <number>\n...\nb", "a 1\nc\nb\n").isPresent());
    assertTrue(lines("a <number>\n...\nb", "a 1\na 2\n").isPresent());
    assertTrue(lines("a <number>\nb", "a 1\nb\nb\n").isPresent());
    assertTrue(lines("a <number>\nb", "a x\nb\n").isPresent());
  }
}
