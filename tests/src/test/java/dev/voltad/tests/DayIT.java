package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.ProcessSample;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight hours of a daemon's life in a minute and a half: the real program with a clock that runs
 * 320 times too fast, also for all that waits (libfaketime). Seven hours of events, then one in
 * which nothing happens.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DayIT {
  private static final int FASTER = 320;
  private static final int HOURS = 7;
  private static final int MOST_LATE = 20;
  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos() / FASTER;
  private static final Path LIBRARY =
      Path.of("/usr/lib", multiarch(), "faketime/libfaketimeMT.so.1");

  @TempDir Path dir;

  private SampleHome sample;
  private RunningDaemon daemon;
  private int events;
  private int late;

  private static String multiarch() {
    return System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu";
  }

  @Test
  void daemon_dayOfEvents_growsInNothing() throws Exception {
    sample = SampleHome.unpack("v4-typical", dir);
    List<ProcessSample> samples = new ArrayList<>();
    try (ProductTree tree = ProductTree.open();
        RunningDaemon running = RunningDaemon.start(fast(tree.daemon(sample)), sample)) {
      daemon = running.untilCurrent();
      for (int hour = 1; hour <= HOURS; hour++) {
        long end = System.nanoTime() + HOUR_NANOS;
        while (System.nanoTime() < end) {
          happenOrBeLate();
        }
        daemon.untilCurrent();
        samples.add(ProcessSample.of(daemon.pid()));
        System.out.printf("hour %d: %d events so far, %s%n", hour, events, samples.get(hour - 1));
      }
      quietHour();
    }
    System.out.printf("%d events, %d clients were late%n", events, late);
    assertTrue(events > 3000, () -> events + " events");
    assertNoGrowth(samples);
  }

  private static Program fast(Program program) {
    assertTrue(Files.exists(LIBRARY), LIBRARY + " is missing: run `./dev setup`");
    return program
        .with("LD_PRELOAD", LIBRARY.toString())
        .with("FAKETIME", "+0 x" + FASTER)
        .within(Duration.ofSeconds(60));
  }

  /** A client that is not served for a tenth of a second has been idle for 30 s of the daemon's. */
  private void happenOrBeLate() throws IOException {
    try {
      happen();
    } catch (IOException | AssertionError e) {
      if (++late > MOST_LATE) {
        throw e;
      }
    }
  }

  /** What a day brings, in turn: things go missing, records change, clients come and go. */
  private void happen() throws IOException {
    Path home = sample.home();
    switch (events++ % 6) {
      case 0 -> Files.deleteIfExists(home.resolve("bin/cowsay"));
      case 1 ->
          Files.writeString(
              home.resolve("tools/user/platform.json"),
              "{\"node\":{\"runtime\":\"18.20.%d\",\"npm\":null}}".formatted(events % 10));
      case 2 -> assertEquals(200, daemon.ask("GET", "/v1/status", "text/plain").status());
      case 3 -> assertEquals(200, daemon.ask("GET", "/v1/jobs", "application/json").status());
      case 4 -> connect(events % 12 == 5 ? "GET /v1/events HTTP/1.1\r\n\r\n" : "what?\r\n\r\n");
      default -> {
        if (events % 60 == 0) {
          Files.deleteIfExists(home.resolve("layout.v4"));
        }
        assertEquals(200, daemon.ask("GET", "/metrics", "text/plain").status());
      }
    }
  }

  /** Somebody who says something, listens to the first words of the answer, and goes. */
  private void connect(String words) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(daemon.socket()))) {
      channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
      assertTrue(channel.read(ByteBuffer.allocate(16)) > 0, words);
    }
  }

  /**
   * An hour of the daemon's in which it may look at the home, and not much else. The machine's own
   * threads are only printed: its compiler and its cleaners look for work every few seconds.
   */
  private void quietHour() throws IOException {
    Map<String, Long> before = ProcessSample.waits(daemon.pid());
    long end = System.nanoTime() + HOUR_NANOS;
    daemon.until("an hour is over", () -> System.nanoTime() > end);
    Map<String, Long> woken = new TreeMap<>(ProcessSample.waits(daemon.pid()));
    before.forEach((thread, count) -> woken.merge(thread, -count, Long::sum));
    woken.values().removeIf(count -> count == 0);
    System.out.printf("an hour of rest: woken %s%n", woken);
    for (String thread : List.of("voltad-jobs", "voltad-net", "voltad-watch", "java")) {
      assertTrue(woken.getOrDefault(thread, 0L) <= 20, () -> thread + " of " + woken);
    }
  }

  /** The first hours warm it up; the last ones must not need more than those in the middle. */
  private static void assertNoGrowth(List<ProcessSample> samples) {
    ProcessSample middle = samples.get(2);
    ProcessSample last = samples.get(HOURS - 1);
    assertTrue(last.threads() <= middle.threads() + 1, samples::toString);
    assertTrue(last.descriptors() <= middle.descriptors() + 4, samples::toString);
    assertTrue(last.kibibytes() <= middle.kibibytes() + 8192, samples::toString);
  }
}
