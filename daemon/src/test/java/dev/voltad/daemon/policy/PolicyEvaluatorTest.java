package dev.voltad.daemon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.policy.Rollout.Step;
import dev.voltad.protocol.Gate;
import dev.voltad.protocol.UpdateRequest.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which release is taken, and how the gates are told together. */
final class PolicyEvaluatorTest {
  private static final List<String> ORDER =
      List.of(
          "owner",
          "mode",
          "hold",
          "newer",
          "pin",
          "platform",
          "min-from",
          "layout",
          "floor",
          "bad",
          "withdrawn",
          "manual",
          "rollout",
          "window",
          "metered",
          "battery",
          "disk");

  private static ReleaseDraft release(String version) {
    return new ReleaseDraft(version);
  }

  private static String newer(Decision decision) {
    return World.gate(decision, "newer").value();
  }

  private static List<String> closed(Decision decision) {
    return decision.gates().stream().filter(gate -> !gate.open()).map(Gate::id).toList();
  }

  @Test
  void gates_everything_isToldInOrderAlsoAfterTheFirstClosedOne() {
    Decision all =
        new World()
            .offers(
                release("2.4.0")
                    .share(0)
                    .manual()
                    .onlyFor("macos-arm64")
                    .layouts(5, 5)
                    .minFrom("2.3.9"))
            .ownedBy("dpkg")
            .set("mode", "off")
            .set("pin", "2.3.x")
            .set("window", "22:00-06:00")
            .set("onBattery", "no")
            .held(Optional.empty())
            .floor("2.5.0")
            .hasFailed("2.4.0", "it hung")
            .withdraws("2.4.0")
            .metered()
            .onBattery()
            .room(1, 2)
            .decide();

    assertEquals(ORDER, all.gates().stream().map(Gate::id).toList());
    List<String> allButNewer = new ArrayList<>(ORDER);
    allButNewer.remove("newer");
    assertEquals(allButNewer, closed(all));
    assertEquals("none", World.taken(all));
    assertEquals(Action.CHECK, all.reach());
    assertEquals(Optional.empty(), all.newest());
  }

  @Test
  void gates_nothingNewer_areAllTold() {
    Decision none = new World().offers("2.3.0", "2.2.0").decide();

    assertEquals(ORDER, none.gates().stream().map(Gate::id).toList());
    assertEquals(List.of("newer"), closed(none));
    for (String id : ORDER.subList(4, 13)) {
      assertEquals(new Gate(id, true, "there is nothing to take"), World.gate(none, id));
    }
    assertEquals("none", World.taken(none));
    assertEquals(Optional.empty(), none.newest());
    assertEquals(Optional.of(World.NEXT_CHECK), none.nextTry());
  }

  @Test
  void release_severalOpen_isTheNewestInWhateverOrder() {
    Decision decision = new World().offers("2.4.0", "2.10.0", "2.9.0", "2.10.0-rc.1").decide();

    assertEquals("2.10.0", World.taken(decision));
    assertEquals("2.10.0 is newer than 2.3.0", newer(decision));
  }

  @Test
  void release_newestClosed_isTheNextOlderAndSaysSo() {
    Decision decision =
        new World()
            .offers(release("2.6.0").share(100), release("2.5.0").manual(), release("2.4.0"))
            .offers("2.3.1")
            .decide();

    assertEquals("2.4.0", World.taken(decision));
    assertEquals(
        "2.4.0 is newer than 2.3.0; passed over: 2.6.0 (rollout), 2.5.0 (manual)", newer(decision));
    assertEquals(List.of(), closed(decision), "the gates are those of 2.4.0");
    assertEquals(Action.APPLY, decision.reach());
    assertEquals(Optional.of(Version.parse("2.6.0")), decision.newest());
  }

  @Test
  void release_allClosed_theGatesAreThoseOfTheNewest() {
    Decision decision =
        new World()
            .offers(release("2.6.0").paused(), release("2.5.0").manual(), release("2.4.0").share(0))
            .decide();

    assertEquals("none", World.taken(decision));
    assertEquals(
        "2.6.0 is newer than 2.3.0; passed over: 2.5.0 (manual), 2.4.0 (rollout)", newer(decision));
    assertEquals(List.of("rollout"), closed(decision));
    assertEquals("it is paused", World.gate(decision, "rollout").value());
    assertEquals(Optional.of(Version.parse("2.6.0")), decision.newest());
  }

  @Test
  void release_manyPassedOver_areCounted() {
    World world = new World().offers("2.3.1");
    for (int i = 0; i < 5; i++) {
      world.offers(release("2.4." + i).paused());
    }
    String five =
        "2.4.4 (rollout), 2.4.3 (rollout), 2.4.2 (rollout), 2.4.1 (rollout), 2.4.0 (rollout)";
    assertEquals("2.3.1 is newer than 2.3.0; passed over: " + five, newer(world.decide()));

    world.offers(release("2.3.3").paused(), release("2.3.2").paused());

    assertEquals(
        "2.3.1 is newer than 2.3.0; passed over: " + five + " and 2 more", newer(world.decide()));
  }

  @Test
  void release_tooFar_aStepInBetweenIsTaken() {
    Decision decision =
        new World().offers(release("4.0.0").minFrom("3.0.0"), release("3.1.0")).decide();

    assertEquals("3.1.0", World.taken(decision));
  }

  @Test
  void withdrawn_whatRunsHasAnOlderPlaceToGo_isADowngrade() {
    World world = new World().runs("2.4.0").offers("2.4.0", "2.3.9").withdraws("2.4.0", "2.3.9");

    Decision decision = world.decide();

    assertEquals("2.3.9", World.taken(decision));
    assertEquals("2.3.9 takes the place of 2.4.0", newer(decision));
    assertEquals("2.4.0 was, and 2.3.9 takes its place", World.gate(decision, "withdrawn").value());
    assertEquals(Action.APPLY, decision.reach());
    assertEquals(Optional.of(Version.parse("2.3.9")), decision.newest());
    assertEquals("2.5.0", World.taken(world.offers("2.5.0").decide()), "a newer one goes first");
  }

  @Test
  void withdrawn_newerIsClosed_theOlderPlaceIsTaken() {
    Decision decision =
        new World()
            .runs("2.4.0")
            .offers("2.3.9")
            .offers(release("2.5.0").share(0))
            .withdraws("2.4.0", "2.3.9")
            .decide();

    assertEquals("2.3.9", World.taken(decision));
    assertEquals("2.3.9 takes the place of 2.4.0; passed over: 2.5.0 (rollout)", newer(decision));
  }

  @Test
  void withdrawn_downgradeWhoseLayoutsDoNotMeet_isNotTaken() {
    Decision decision =
        new World()
            .runs("2.4.0")
            .offers(release("2.3.9").layouts(3, 3))
            .withdraws("2.4.0", "2.3.9")
            .decide();

    assertEquals("none", World.taken(decision));
    assertEquals(List.of("layout"), closed(decision));
  }

  @ParameterizedTest(name = "floor {0}, pin {1}: {2}")
  @CsvSource({"2.3.9, '', 2.3.9", "2.3.10, '', none", "2.0.0, 2.4.x, none", "2.0.0, 2.3.x, 2.3.9"})
  void withdrawn_downgrade_passesTheSameGates(String floor, String pin, String taken) {
    Decision decision =
        new World()
            .runs("2.4.0")
            .offers("2.3.9")
            .withdraws("2.4.0", "2.3.9")
            .floor(floor)
            .set("pin", pin)
            .decide();

    assertEquals(taken, World.taken(decision));
  }

  @Test
  void withdrawn_placeThatIsNewer_isTakenOnceAndAsAnUpdate() {
    Decision decision =
        new World().runs("2.4.0").offers("2.4.1").withdraws("2.4.0", "2.4.1").decide();

    assertEquals("2.4.1 is newer than 2.4.0", newer(decision));
    assertEquals("2.4.1", World.taken(decision));
  }

  @Test
  void withdrawn_placeThatIsNewerAndClosed_isLookedAtOnce() {
    Decision decision =
        new World()
            .runs("2.4.0")
            .offers(release("2.4.1").paused())
            .withdraws("2.4.0", "2.4.1")
            .decide();

    assertEquals("2.4.1 is newer than 2.4.0", newer(decision));
    assertEquals("none", World.taken(decision));
  }

  @Test
  void withdrawn_othersThanWhatRuns_isNoReasonToGoBack() {
    Decision decision =
        new World().runs("2.4.0").offers("2.3.9").withdraws("2.4.1", "2.3.9").decide();

    assertEquals("none", World.taken(decision));
    assertEquals("none", World.taken(new World().runs("2.4.0").withdraws("2.4.0").decide()));
  }

  @Test
  void nextTry_severalClosedByTime_isTheLast() {
    Optional<Instant> hold = Optional.of(Instant.parse("2026-11-23T20:00:00Z"));
    World world = new World().offers("2.4.0").set("window", "22:00-06:00").held(hold);

    assertEquals(Optional.of(Instant.parse("2026-11-23T21:00:00Z")), world.decide().nextTry());
    assertEquals(Action.CHECK, world.decide().reach(), "a hold is no window");
    assertEquals(Optional.of(World.NEXT_CHECK), world.metered().decide().nextTry());
    assertEquals(Optional.empty(), world.set("mode", "notify").decide().nextTry());
  }

  @Test
  void release_gatesOfTheMomentClosed_isToldAllTheSame() {
    Decision decision =
        new World()
            .offers(release("2.5.0").steps(new Step(0, 0)), release("2.4.0"))
            .metered()
            .decide();

    assertEquals("2.4.0", World.taken(decision));
    assertEquals(Action.CHECK, decision.reach());
    assertTrue(decision.allows(Action.CHECK));
    assertFalse(decision.allows(Action.STAGE));
  }

  @Test
  void allows_open_goesAllTheWay() {
    Decision decision = new World().offers("2.4.0").decide();

    assertTrue(decision.allows(Action.CHECK));
    assertTrue(decision.allows(Action.STAGE));
    assertTrue(decision.allows(Action.APPLY));
    assertEquals(Optional.of(World.NOW), decision.nextTry());
    assertFalse(new World().offers("2.4.0").set("mode", "stage").decide().allows(Action.APPLY));
  }

  /** What holds of every decision, in many worlds made by chance. */
  @Test
  void decisions_anyWorld_keepTheirPromises() {
    Random random = new Random(20261123);
    for (int round = 0; round < 1_000; round++) {
      World world = new World().runs("2." + random.nextInt(4) + ".0");
      for (int minor = 0; minor < 4; minor++) {
        ReleaseDraft draft = release("2." + minor + ".0").share(random.nextInt(10_001));
        world.offers(random.nextInt(4) == 0 ? draft.paused() : draft);
      }
      if (random.nextBoolean()) {
        world.withdraws("2.3.0", "2.1.0");
      }
      if (random.nextInt(3) == 0) {
        world.set("window", "22:00-06:00");
      }
      if (random.nextInt(3) == 0) {
        world.held(Optional.of(World.NOW.plusSeconds(random.nextInt(100_000) - 50_000)));
      }
      Decision decision = random.nextBoolean() ? world.decide() : world.asked().decide();

      assertEquals(ORDER, decision.gates().stream().map(Gate::id).toList());
      assertEquals(closed(decision).isEmpty(), decision.allows(Action.APPLY), "round " + round);
      assertFalse(decision.allows(Action.STAGE) && decision.release().isEmpty(), "round " + round);
      assertFalse(decision.nextTry().orElseThrow().isBefore(World.NOW), "round " + round);
      assertEquals(decision, world.decide(), "the same world, the same decision");
    }
  }

  /** The table in docs/policy.md has these gates, in this order. */
  @Test
  void docs_gates_areThese() throws IOException {
    String docs = Files.readString(Path.of("../docs/policy.md"));
    String table = docs.substring(docs.indexOf("| Gate |"));
    Matcher row = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|").matcher(table);

    assertEquals(ORDER, row.results().map(match -> match.group(1)).toList());
  }
}
