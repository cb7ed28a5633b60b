package dev.voltad.daemon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.voltad.daemon.policy.Rollout.Step;
import dev.voltad.protocol.Gate;
import dev.voltad.protocol.UpdateRequest.Action;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gate: open, closed and at its edge, alone in a world in which all others are open. */
final class GatesTest {
  private static final Optional<Instant> NOW = Optional.of(World.NOW);
  private static final Optional<Instant> LATER = Optional.of(World.NEXT_CHECK);
  private static final Optional<Instant> PERSON = Optional.empty();

  /**
   * @param reach how far 2.4.0 may be taken
   * @param next when it is tried again
   */
  private record Row(
      World world, String id, boolean isOpen, String value, Action reach, Optional<Instant> next) {
    @Override
    public String toString() {
      return id + (isOpen ? " open: " : " closed: ") + value;
    }
  }

  private static World world() {
    return new World().offers("2.3.0", "2.4.0");
  }

  private static World offered(ReleaseDraft draft) {
    return new World().offers("2.3.0").offers(draft);
  }

  private static ReleaseDraft release() {
    return new ReleaseDraft("2.4.0");
  }

  private static Row open(World world, String id, String value) {
    return new Row(world, id, true, value, Action.APPLY, NOW);
  }

  private static Row closed(World world, String id, String value, Optional<Instant> next) {
    return new Row(world, id, false, value, Action.CHECK, next);
  }

  private static Optional<Instant> at(String instant) {
    return Optional.of(Instant.parse(instant));
  }

  static Stream<Row> policy() {
    Optional<Instant> end = at("2026-12-01T08:00:00Z");
    Optional<Instant> justNow = Optional.of(World.NOW);
    Optional<Instant> soon = Optional.of(World.NOW.plusNanos(1));
    return Stream.of(
        open(world(), "owner", "the programs are ours to replace"),
        closed(world().ownedBy("dpkg"), "owner", "owned by a package manager, dpkg", PERSON),
        closed(world().ownedBy("rpm").asked(), "owner", "owned by a package manager, rpm", PERSON),
        open(world(), "mode", "auto"),
        new Row(
            world().set("mode", "stage"),
            "mode",
            true,
            "stage: fetched, and taken when somebody asks",
            Action.STAGE,
            NOW),
        closed(world().set("mode", "notify"), "mode", "notify: taken when somebody asks", PERSON),
        closed(world().set("mode", "off"), "mode", "off", PERSON),
        open(world().asked(), "mode", "auto, and somebody asks"),
        open(world().set("mode", "stage").asked(), "mode", "stage, and somebody asks"),
        open(world().set("mode", "notify").asked(), "mode", "notify, and somebody asks"),
        closed(world().set("mode", "off").asked(), "mode", "off", PERSON),
        open(world(), "hold", "there is none"),
        open(world().held(justNow), "hold", "there is none"),
        closed(world().held(soon), "hold", "until " + soon.get() + " (moving)", soon),
        closed(world().held(end), "hold", "until 2026-12-01T08:00:00Z (moving)", end),
        closed(world().held(PERSON), "hold", "without an end (moving)", PERSON),
        closed(world().held(end).asked(), "hold", "until 2026-12-01T08:00:00Z (moving)", end),
        closed(
            offered(release().urgent()).held(end),
            "hold",
            "until 2026-12-01T08:00:00Z (moving)",
            end));
  }

  static Stream<Row> chosen() {
    return Stream.of(
        open(world(), "newer", "2.4.0 is newer than 2.3.0"),
        closed(world().runs("2.4.0"), "newer", "nothing in stable is newer than 2.4.0", LATER),
        closed(
            world().runs("2.4.0+own"), "newer", "nothing in stable is newer than 2.4.0+own", LATER),
        open(world().runs("2.4.0-rc.1"), "newer", "2.4.0 is newer than 2.4.0-rc.1"),
        closed(
            new World().set("channel", "beta"),
            "newer",
            "nothing in beta is newer than 2.3.0",
            LATER),
        open(world(), "pin", "any version"),
        open(world().set("pin", "2.4.x"), "pin", "2.4.x"),
        open(world().set("pin", "2.4.0"), "pin", "2.4.0"),
        closed(world().set("pin", "2.3.x"), "pin", "2.3.x, which 2.4.0 is not", LATER),
        closed(world().set("pin", "2.4.1").asked(), "pin", "2.4.1, which 2.4.0 is not", LATER));
  }

  static Stream<Row> fits() {
    return Stream.of(
        open(world(), "platform", "linux-x64"),
        closed(
            offered(release().onlyFor("macos-arm64")),
            "platform",
            "there is no 2.4.0 for linux-x64",
            LATER),
        open(world(), "min-from", "from any version"),
        open(offered(release().minFrom("2.3.0")), "min-from", "from 2.3.0 on, and 2.3.0 runs"),
        closed(
            offered(release().minFrom("2.3.1")),
            "min-from",
            "from 2.3.1 on, and 2.3.0 runs",
            LATER),
        open(world(), "layout", "it reads v4; the home has v4"),
        open(
            offered(release().layouts(5, 5, 3, 4)),
            "layout",
            "it reads v3, v4, v5; the home has v4"),
        closed(offered(release().layouts(5, 5)), "layout", "it reads v5; the home has v4", LATER),
        closed(
            world().hasLayout(OptionalInt.empty()),
            "layout",
            "it reads v4; that of the home is not known",
            LATER));
  }

  static Stream<Row> past() {
    String hash = ReleaseDraft.hash("2.4.0");
    return Stream.of(
        open(world(), "floor", "there is none"),
        open(world().floor("2.4.0"), "floor", "2.4.0"),
        closed(world().floor("2.4.1"), "floor", "nothing older than 2.4.1 is taken", LATER),
        open(world().hasFailed("2.4.1", "x"), "bad", "it has not failed here"),
        closed(
            world().hasFailed("2.4.0", "it did not start"),
            "bad",
            "2.4.0 was tried and failed: it did not start",
            LATER),
        closed(
            world().hasFailed(hash, "it hung").asked(),
            "bad",
            "2.4.0 was tried and failed: it hung",
            LATER));
  }

  static Stream<Row> spreading() {
    Step first = new Step(0, 100);
    Step second = new Step(96, 5_525);
    Step third = new Step(120, 5_526); // published 2026-11-20T10:00Z
    return Stream.of(
        open(world(), "withdrawn", "it was not"),
        closed(world().withdraws("2.4.0"), "withdrawn", "2.4.0 was withdrawn", LATER),
        closed(world().withdraws("2.4.0").asked(), "withdrawn", "2.4.0 was withdrawn", LATER),
        open(world(), "manual", "it is not"),
        closed(
            offered(release().manual()), "manual", "2.4.0 is taken only when somebody asks", LATER),
        open(offered(release().manual()).asked(), "manual", "it is, and somebody asks"),
        open(world(), "rollout", "bucket 377 of those below 10000"),
        open(offered(release().share(5_526)), "rollout", "bucket 5525 of those below 5526"),
        closed(
            offered(release().share(5_525)), "rollout", "bucket 5525 of those below 5525", LATER),
        closed(
            offered(release().steps(first, second, third)),
            "rollout",
            "bucket 5525 of those below 100, from 2026-11-25T10:00:00Z on",
            at("2026-11-25T10:00:00Z")),
        open(
            offered(release().share(100)).asked(),
            "rollout",
            "bucket 5525 of those below 100, and somebody asks"),
        open(offered(release().share(100).urgent()), "rollout", "it is urgent"),
        closed(offered(release().paused()), "rollout", "it is paused", LATER),
        closed(offered(release().paused().urgent()), "rollout", "it is paused", LATER),
        closed(offered(release().paused()).asked(), "rollout", "it is paused", LATER));
  }

  static Stream<Row> moment() {
    String night = "22:00-06:00"; // it is 12:00 in Berlin
    Optional<Instant> tonight = at("2026-11-23T21:00:00Z");
    Row closedWindow =
        new Row(
            world().set("window", night),
            "window",
            false,
            "22:00-06:00, which is next at 2026-11-23T21:00:00Z",
            Action.STAGE,
            tonight);
    return Stream.of(
        open(world(), "window", "at any time"),
        closedWindow,
        open(world().set("window", "12:00-13:00"), "window", "12:00-13:00, which is now"),
        open(world().set("window", night).asked(), "window", "22:00-06:00, and somebody asks"),
        new Row(
            offered(release().urgent()).set("window", night).set("mode", "stage"),
            "window",
            false,
            closedWindow.value,
            Action.STAGE,
            tonight));
  }

  static Stream<Row> machine() {
    return Stream.of(
        open(world(), "metered", "the connection is not paid by its use"),
        closed(world().metered(), "metered", "the connection is paid by its use", LATER),
        closed(world().metered().asked(), "metered", "the connection is paid by its use", LATER),
        closed(
            world().metered().set("metered", "no"),
            "metered",
            "the connection is paid by its use",
            LATER),
        open(
            world().metered().set("metered", "yes"),
            "metered",
            "the connection is paid by its use, which is allowed"),
        open(world(), "battery", "on mains"),
        open(world().onBattery(), "battery", "on battery, which is allowed"),
        closed(world().onBattery().set("onBattery", "no"), "battery", "on battery", LATER),
        closed(world().onBattery().set("onBattery", "no").asked(), "battery", "on battery", LATER),
        open(world(), "disk", "what is needed is not known yet"),
        open(world().room(100, 100), "disk", "100 bytes are needed, 100 are free"),
        closed(world().room(99, 100), "disk", "100 bytes are needed, 99 are free", LATER),
        closed(world().room(99, 100).asked(), "disk", "100 bytes are needed, 99 are free", LATER));
  }

  @ParameterizedTest
  @MethodSource({"policy", "chosen", "fits", "past", "spreading", "moment", "machine"})
  void gate_alone_decides(Row row) {
    Decision decision = row.world.decide();

    assertEquals(new Gate(row.id, row.isOpen, row.value), World.gate(decision, row.id));
    List<String> closed =
        decision.gates().stream().filter(gate -> !gate.open()).map(Gate::id).toList();
    assertEquals(row.isOpen ? List.of() : List.of(row.id), closed, "no other is closed");
    assertEquals(row.reach, decision.reach());
    assertEquals(row.next, decision.nextTry());
    assertEquals(
        row.isOpen ? Optional.empty() : Optional.of(row.id), decision.firstClosed().map(Gate::id));
  }
}
