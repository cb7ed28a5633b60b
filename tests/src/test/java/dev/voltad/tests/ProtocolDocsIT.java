package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.Exchange;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Running;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.SamplePlayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say of the API, asked of a real daemon. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProtocolDocsIT {
  private static final Path DOCS = Path.of("../docs");

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void exchanges_ofTheProtocol_comeOutAsWritten() throws IOException {
    List<Exchange> samples = Exchange.read(DOCS.resolve("protocol.md"));
    assertTrue(samples.size() >= 30, () -> "only " + samples.size() + " samples");
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    List<String> wrong = new ArrayList<>();
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      SamplePlayer player = new SamplePlayer(daemon, sample);
      for (Exchange each : samples) {
        SamplePlayer.Played played = player.play(each);
        played
            .difference()
            .ifPresent(what -> wrong.add(each + "\n  " + what + "\n  " + played.answer().body()));
      }
      daemon.await().assertExit(0); // the last sample stops it
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void curlExamples_ofAllDocuments_work() throws IOException {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(DOCS)) {
      List<Path> all =
          new ArrayList<>(files.filter(file -> file.toString().endsWith(".md")).toList());
      all.add(Path.of("../README.md"));
      for (Path file : all.stream().sorted().toList()) {
        examples.addAll(examplesIn(file));
      }
    }
    assertTrue(examples.size() >= 8, examples::toString);
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    Files.writeString(sample.user().resolve(".curlrc"), "fail\nsilent\nshow-error\n");
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      for (String example : examples) {
        run(example, daemon, sample);
      }
    }
  }

  /** A line that goes on behind a backslash is one. */
  private static List<String> examplesIn(Path file) throws IOException {
    return Files.readString(file)
        .replace("\\\n", " ")
        .lines()
        .map(String::strip)
        .filter(line -> line.matches(".*--unix-socket.* .*http://.*"))
        .peek(line -> assertTrue(line.startsWith("curl "), () -> "cannot be run: " + line))
        .toList();
  }

  private void run(String example, RunningDaemon daemon, SampleHome sample) {
    Program program =
        Program.of("sh", "-c", "exec " + example).with("HOME", sample.user().toString());
    boolean isEndless = example.contains(" -N ");
    try (Running curl = program.start()) {
      if (isEndless) {
        curl.until("an event comes", () -> curl.stdout().contains("event: status\ndata: {"));
      } else {
        String out = curl.await().assertExit(0).out();
        assertTrue(!out.isBlank(), example);
        daemon.until("the daemon is at rest", () -> !daemon.status().has("job"));
      }
    }
  }
}
