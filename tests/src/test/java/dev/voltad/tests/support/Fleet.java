package dev.voltad.tests.support;

import dev.voltad.daemon.policy.Channel;
import dev.voltad.daemon.policy.Decision;
import dev.voltad.daemon.policy.LayoutSet;
import dev.voltad.daemon.policy.PolicyEvaluator;
import dev.voltad.daemon.policy.Release;
import dev.voltad.daemon.policy.Release.Manifest;
import dev.voltad.daemon.policy.Rollout;
import dev.voltad.daemon.policy.Schedule;
import dev.voltad.daemon.policy.Situation;
import dev.voltad.daemon.policy.Situation.Asker;
import dev.voltad.daemon.policy.Situation.Installed;
import dev.voltad.daemon.policy.Situation.Machine;
import dev.voltad.daemon.policy.Situation.Moment;
import dev.voltad.daemon.policy.Version;
import dev.voltad.protocol.Settings;
import dev.voltad.protocol.UpdateRequest.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Many homes, second by second, each with the daemon's own {@link Schedule} and {@link
 * PolicyEvaluator}. Every look at the feed is one request; what an update fetches is not counted.
 *
 * <p>A look is due in a second: there is a list of homes for each, threaded through one array, so a
 * look costs the same however many homes there are.
 */
public final class Fleet {
  private static final int NONE = -1;
  private static final Version OLD = Version.parse("2.3.0");
  private static final Machine MACHINE =
      new Machine(Optional.empty(), false, false, Optional.empty());

  private final FleetPlan plan;
  private final Channel before;
  private final Channel after;
  private final int[] dueAt;
  private final int[] nextDue;
  private final Schedule[] schedules;
  private final int[] looks;
  private final byte[] failures;
  private final Version[] versions;
  private final FleetRun run;

  private Fleet(FleetPlan plan) {
    this.plan = plan;
    Rollout rollout = new Rollout("2.4.0", plan.steps(), false);
    this.before = new Channel(List.of(release(OLD, Rollout.AT_ONCE)), List.of(), Optional.empty());
    this.after =
        new Channel(
            List.of(release(OLD, Rollout.AT_ONCE), release(Version.parse("2.4.0"), rollout)),
            List.of(),
            Optional.empty());
    this.dueAt = new int[(int) plan.length().toSeconds()];
    this.nextDue = new int[plan.homes()];
    this.schedules = new Schedule[plan.homes()];
    this.looks = new int[plan.homes()];
    this.failures = new byte[plan.homes()];
    this.versions = new Version[plan.homes()];
    this.run = new FleetRun(plan);
  }

  private Release release(Version version, Rollout rollout) {
    return new Release(
        version,
        plan.published(),
        Map.of("linux-x64", new Manifest("releases/" + version, "0".repeat(64))),
        Optional.empty(),
        new LayoutSet(Set.of(4), 4),
        rollout,
        false,
        false);
  }

  /** All that happens, from the first second to the last. */
  public static FleetRun run(FleetPlan plan) {
    Fleet fleet = new Fleet(plan);
    fleet.begin();
    for (int second = 0; second < fleet.dueAt.length; second++) {
      for (int home = fleet.dueAt[second]; home != NONE; ) {
        int next = fleet.nextDue[home]; // the look puts the home into another list
        fleet.look(home, second);
        home = next;
      }
    }
    return fleet.run;
  }

  /** As if they had looked at the feed for ever: each has a look due within the next six hours. */
  private void begin() {
    Arrays.fill(dueAt, NONE);
    for (int home = 0; home < plan.homes(); home++) {
      schedules[home] = Schedule.of(installId(home));
      versions[home] = OLD;
      enter(home, 0, MachineHours.below((int) Schedule.EVERY.toSeconds(), home, -3));
    }
  }

  private static String installId(int home) {
    return new UUID(MachineHours.scramble(home, -4), MachineHours.scramble(home, -5)).toString();
  }

  private boolean isNightly(int home) {
    return home % 10 < plan.nightly();
  }

  /** Puts down when it looks next; a machine that is switched on meanwhile starts a daemon anew. */
  private void enter(int home, int now, int wanted) {
    int due = wanted;
    if (isNightly(home)) {
      int on = MachineHours.nextOn(home, now);
      while (on <= due || MachineHours.isOff(home, due)) {
        due = second(schedules[home].afterStart(at(on), Optional.of(at(due)), looks[home]++));
        on = MachineHours.nextOn(home, on);
      }
    }
    if (due < dueAt.length) {
      nextDue[home] = dueAt[due];
      dueAt[due] = home;
    }
  }

  private Instant at(int second) {
    return plan.start().plusSeconds(second);
  }

  private int second(Instant instant) {
    return Math.toIntExact(Duration.between(plan.start(), instant).toSeconds()) + 1;
  }

  private void look(int home, int second) {
    Instant now = at(second);
    int count = looks[home]++;
    run.request(second);
    Instant next;
    if (plan.isAway(now)) {
      failures[home]++;
      next = schedules[home].afterFailure(now, failures[home], count);
    } else {
      failures[home] = 0;
      next = schedules[home].afterSuccess(now, count);
      decide(home, now, next);
    }
    enter(home, second, second(next));
  }

  private void decide(int home, Instant now, Instant next) {
    Situation situation =
        new Situation(
            new Installed(
                versions[home], OptionalInt.of(4), "linux-x64", installId(home), Map.of()),
            MACHINE,
            new Moment(now, ZoneOffset.UTC, next, Asker.DAEMON));
    Channel channel = now.isBefore(plan.published()) ? before : after;
    Decision decision =
        PolicyEvaluator.evaluate(channel, Settings.NONE, Optional.empty(), situation);
    if (decision.allows(Action.APPLY)) {
      versions[home] = decision.release().orElseThrow().version();
      run.installed(plan.hour(now));
    }
  }
}
