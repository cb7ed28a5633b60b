package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class GatesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Problem FULL =
      new Problem("Could not migrate.", "No space left.", ProblemCode.FILESYSTEM, "Free some.");

  private static Status status(
      Condition condition, int pending, Optional<LockInfo> lock, Optional<Problem> problem) {
    HomeInfo home =
        new HomeInfo(
            "/h",
            condition,
            Optional.of("v4"),
            "marker layout.v4",
            pending,
            0,
            Optional.empty(),
            lock,
            List.of());
    DaemonInfo daemon =
        new DaemonInfo(
            "1",
            7,
            NOW,
            0,
            "/s",
            "events",
            OptionalLong.empty(),
            Optional.of(NOW),
            Optional.of(NOW.plusSeconds(16)));
    return new Status(
        1,
        true,
        Optional.of(daemon),
        home,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        problem);
  }

  private static String decides(Status status) {
    return Gates.of(status, NOW).gates().stream()
        .filter(gate -> !gate.open())
        .findFirst()
        .map(Gate::id)
        .orElse("nothing");
  }

  @Test
  void of_currentHome_nothingIsNeeded() {
    Gates gates = Gates.of(status(Condition.CURRENT, 0, Optional.empty(), Optional.empty()), NOW);

    assertEquals("Nothing has to be done.", gates.next());
    assertTrue(gates.text().contains("no   need       nothing to change\n"), gates::text);
  }

  @Test
  void of_eachObstacle_theFirstDecides() {
    LockInfo holder = new LockInfo(9, "flock", Optional.empty(), Optional.empty());
    Optional<LockInfo> held = Optional.of(holder);

    assertEquals("home", decides(status(Condition.ABSENT, 0, Optional.empty(), Optional.empty())));
    assertEquals("layout", decides(status(Condition.UNREADABLE, 0, held, Optional.of(FULL))));
    assertEquals("held-back", decides(status(Condition.HELD_BACK, 5, held, Optional.empty())));
    assertEquals("lock", decides(status(Condition.FAILED, 5, held, Optional.of(FULL))));
    assertEquals(
        "back-off", decides(status(Condition.FAILED, 5, Optional.empty(), Optional.of(FULL))));
    assertEquals(
        "nothing", decides(status(Condition.OUTDATED, 5, Optional.empty(), Optional.empty())));
  }

  @Test
  void of_failedTry_saysWhyAndWhenItIsTriedAgain() {
    Gates gates = Gates.of(status(Condition.FAILED, 5, Optional.empty(), Optional.of(FULL)), NOW);

    assertTrue(gates.text().contains("No space left. Next in 16 s"), gates::text);
    assertEquals("Free some.", gates.next());
  }

  @Test
  void of_hold_saysUntilWhenAndWhatHelps() {
    Status open = status(Condition.OUTDATED, 5, Optional.empty(), Optional.empty());
    Hold hold = Hold.begin(NOW, Optional.of(NOW.plusSeconds(60)), Optional.of("moving"));
    Status held =
        new Status(
            1,
            false,
            open.daemon(),
            open.home(),
            Optional.of(hold),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertEquals("hold", decides(held));
    Gates gates = Gates.of(held, NOW);
    assertTrue(
        gates.text().contains("no   hold       until 2026-11-23T10:01:00Z (moving)\n"),
        gates::text);
    assertTrue(gates.next().contains("`volta self unhold`"), gates::next);
  }

  @Test
  void of_noDaemon_saysSo() {
    Status with = status(Condition.OUTDATED, 5, Optional.empty(), Optional.empty());
    Status without =
        new Status(
            1,
            true,
            Optional.empty(),
            with.home(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertEquals("daemon", decides(without));
  }
}
