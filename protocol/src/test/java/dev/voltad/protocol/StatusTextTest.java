package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StatusTextTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-23T10:05:00Z");
  private static final Instant END = Instant.parse("2026-12-01T08:00:00Z");
  private static final Job QUEUED = Job.queued("1", "migrate", "start", START);

  private static HomeInfo home(Condition condition, List<Kept> findings) {
    return new HomeInfo(
        "/home/a/.volta",
        condition,
        Optional.of("v4"),
        "marker layout.v4",
        condition == Condition.CURRENT ? 0 : 54,
        condition == Condition.CURRENT ? 0 : 3,
        Optional.of("20261123T100000.000Z-1"),
        Optional.of(new LockInfo(7, "flock", Optional.empty(), Optional.empty())),
        findings);
  }

  private static Status healthy() {
    return new Status(
        Status.SCHEMA,
        true,
        Optional.of(
            new DaemonInfo(
                "1.2.3",
                4711,
                START,
                300,
                "/run/user/1/voltad/x.sock",
                "events",
                OptionalLong.of(45L << 20),
                Optional.of(START),
                Optional.of(START.plusSeconds(600)))),
        home(
            Condition.CURRENT,
            List.of(new Kept("tools/user/packages/x.json", "not valid", "Run `volta install x`."))),
        Optional.of(Hold.begin(START, Optional.of(END), Optional.of("moving house"))),
        Optional.of(QUEUED.at("applying").progress(12, 54)),
        Optional.of(QUEUED.endedWith("migrated", 54, START.plusMillis(120))),
        Optional.empty());
  }

  @Test
  void of_runningDaemon_saysEverything() {
    assertEquals(
        """
        voltad 1.2.3 runs, pid 4711, for 5 min
        home:    /home/a/.volta
        layout:  v4, current (marker layout.v4)
        drift:   none
        hold:    until 2026-12-01T08:00:00Z (moving house)
        job:     migrate, applying, 12 of 54 (22 %)
        last:    migrated, 54 changes, 120 ms, at 2026-11-23T10:00:00Z
        lock:    held by process 7 (flock)
        undo:    20261123T100000.000Z-1: `volta-migrate --undo`
        looks:   by events, last 5 min ago, next in 5 min
        memory:  45.0 MiB
        socket:  /run/user/1/voltad/x.sock
        kept as it is:
          tools/user/packages/x.json: not valid
            Run `volta install x`.
        """,
        StatusText.of(healthy(), NOW));
  }

  @Test
  void of_noDaemonAndAProblem_saysWhatToDo() {
    Problem problem =
        new Problem(
            "Could not reach the daemon.",
            "no socket",
            ProblemCode.DAEMON_UNREACHABLE,
            "Start it.");
    Status status =
        new Status(
            Status.SCHEMA,
            false,
            Optional.empty(),
            home(Condition.OUTDATED, List.of()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(problem));

    assertEquals(
        """
        voltad does not run
        home:    /home/a/.volta
        layout:  v4, outdated, 51 changes to make (marker layout.v4)
        drift:   3 changes to make: `volta repair --dry-run` shows them
        lock:    held by process 7 (flock)
        undo:    20261123T100000.000Z-1: `volta-migrate --undo`
        problem: Could not reach the daemon.
        why:     no socket
        next:    Start it.
        code:    daemon-unreachable
        """,
        StatusText.of(status, NOW));
  }

  @Test
  void of_thousandsOfFindings_tellsTheFirstAndCountsTheRest() throws Exception {
    List<Kept> found =
        IntStream.range(0, 5000)
            .mapToObj(i -> new Kept("tool" + i, "cut off", "Repair it."))
            .toList();
    Status status =
        new Status(
            Status.SCHEMA,
            false,
            Optional.empty(),
            home(Condition.CURRENT, found),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    String text = StatusText.of(status, NOW);

    assertTrue(
        text.endsWith(
            """
              tool19: cut off
                Repair it.
              and 4980 more: `volta doctor` names them
            """),
        text);
    assertEquals(5000, status.home().countFindings());
    assertEquals(status, Json.read(Json.line(status), Status.class));
  }

  @Test
  void json_ofAStatus_comesBackTheSame() throws Exception {
    assertEquals(healthy(), Json.read(Json.pretty(healthy()), Status.class));
  }

  @Test
  void json_beginsWithTheSchemaAndLeavesOutWhatIsNotThere() {
    String line = Json.line(healthy());

    assertTrue(line.startsWith("{\"schema\":1,"), line);
    assertFalse(line.contains("\"problem\""), line);
  }

  @Test
  void json_unknownField_isIgnored() throws Exception {
    String later = Json.line(healthy()).replace("{\"schema\":1,", "{\"schema\":1,\"later\":[1],");

    assertEquals(healthy(), Json.read(later, Status.class));
  }

  @Test
  void jobEvent_ofEachEnd_isLast() throws Exception {
    Problem problem = new Problem("a", "b", ProblemCode.LOCK_HELD, "c");
    JobEvent failed = JobEvent.of(QUEUED.failedWith(problem, NOW));

    assertTrue(failed.isLast());
    assertTrue(JobEvent.of(QUEUED.endedWith("migrated", 1, NOW)).isLast());
    assertFalse(JobEvent.of(QUEUED).isLast());
    assertFalse(JobEvent.HEARTBEAT.isLast());
    assertEquals("{\"event\":\"heartbeat\"}", Json.line(JobEvent.HEARTBEAT));
    assertEquals(failed, Json.read(Json.line(failed), JobEvent.class));
  }
}
