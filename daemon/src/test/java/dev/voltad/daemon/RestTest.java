package dev.voltad.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.job.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class RestTest {
  private static final Duration QUIET = Duration.ofMillis(20);

  private final Timer timer = new Timer();
  private final List<Long> rests = new ArrayList<>();

  private void restAndEnd() {
    rests.add(System.nanoTime());
    timer.end();
  }

  @Test
  void stir_thenNothing_restsOnceAfterTheQuiet() {
    Rest rest = new Rest(timer, QUIET, this::restAndEnd);
    long start = System.nanoTime();
    rest.stir();
    rest.stir();

    timer.run();

    assertEquals(1, rests.size());
    assertTrue(rests.get(0) - start >= QUIET.toNanos());
  }

  @Test
  void stir_againMeanwhile_waitsLonger() {
    Rest rest = new Rest(timer, QUIET, this::restAndEnd);
    long start = System.nanoTime();
    timer.after(QUIET.dividedBy(2), rest::stir); // due before what the next line makes due
    rest.stir();

    timer.run();

    assertTrue(rests.get(0) - start >= QUIET.multipliedBy(2).toNanos());
  }

  @Test
  void stir_afterARest_restsAgain() {
    List<String> all = new ArrayList<>();
    Rest[] rest = new Rest[1];
    rest[0] =
        new Rest(
            timer,
            QUIET,
            () -> {
              all.add("rest");
              if (all.size() == 2) {
                timer.end();
              } else {
                rest[0].stir();
              }
            });
    rest[0].stir();

    timer.run();

    assertEquals(List.of("rest", "rest"), all);
  }
}
