package dev.voltad.daemon.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WatchdogTest {
  private static final long PID = 42;

  private static Optional<Duration> interval(String limit, String pid) {
    return Watchdog.interval(Map.of("WATCHDOG_USEC", limit, "WATCHDOG_PID", pid), PID);
  }

  @Test
  void interval_ofThisProcess_isAThird() {
    assertEquals(Optional.of(Duration.ofSeconds(100)), interval("300000000", "42"));
    assertEquals(
        Optional.of(Duration.ofMillis(1)), Watchdog.interval(Map.of("WATCHDOG_USEC", "3000"), PID));
  }

  @Test
  void interval_ofAnotherProcessOrNone_isEmpty() {
    assertEquals(Optional.empty(), interval("300000000", "43"));
    assertEquals(Optional.empty(), Watchdog.interval(Map.of(), PID));
  }

  @Test
  void interval_noNumber_isEmpty() {
    for (String odd : new String[] {"", "0", "-3", "3s", "999999999999999999999"}) {
      assertEquals(Optional.empty(), interval(odd, "42"), odd);
    }
  }
}
