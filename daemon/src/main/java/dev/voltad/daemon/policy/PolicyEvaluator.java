package dev.voltad.daemon.policy;

import dev.voltad.daemon.policy.Channel.Withdrawal;
import dev.voltad.daemon.policy.Situation.Asker;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.Settings;
import dev.voltad.protocol.UpdateMode;
import dev.voltad.protocol.UpdateRequest.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether, which and how far a release is taken, and tells every reason: docs/policy.md.
 *
 * <p>The releases that are newer than what runs are looked at from the newest on; the first of
 * which all own gates are open is the one to take. So a home that the rollout of one release has
 * not reached yet takes the one before. If what runs was withdrawn, then after all of these comes
 * what the channel says to go to instead, be it older: that comes from newer signed metadata, and
 * passes the same gates.
 *
 * <p>The gates of the machine and the moment then decide how far. What the window keeps closed may
 * be fetched before it opens; everything else that is closed lets nothing be fetched.
 */
public final class PolicyEvaluator {
  /** More passed-over releases are counted and not named. */
  private static final int MOST_NAMED = 5;

  private final Channel channel;
  private final Settings settings;
  private final Situation situation;
  private final MachineGates machine;
  private final ReleaseGates ofRelease;

  private PolicyEvaluator(
      Channel channel, Settings settings, Optional<Hold> hold, Situation situation) {
    this.channel = channel;
    this.settings = settings;
    this.situation = situation;
    this.machine = new MachineGates(settings, hold, situation);
    this.ofRelease = new ReleaseGates(channel, settings, situation);
  }

  /** A release, and its own gates. */
  private record Candidate(Release release, List<Finding> findings) {
    Optional<Finding> firstClosed() {
      return findings.stream().filter(Finding::isClosed).findFirst();
    }

    String passedOver() {
      return release.version() + firstClosed().map(it -> " (" + it.id().id() + ")").orElse("");
    }
  }

  /**
   * @param settings those in force
   * @param hold as it was written down; one that has ended is none
   */
  public static Decision evaluate(
      Channel channel, Settings settings, Optional<Hold> hold, Situation situation) {
    return new PolicyEvaluator(channel, settings, hold, situation).decide();
  }

  private Decision decide() {
    List<Candidate> candidates =
        candidates().map(release -> new Candidate(release, ofRelease.of(release))).toList();
    Optional<Candidate> chosen =
        candidates.stream().filter(candidate -> candidate.firstClosed().isEmpty()).findFirst();
    List<Finding> findings = new ArrayList<>(machine.before());
    findings.add(newer(candidates, chosen));
    findings.addAll(
        chosen
            .or(() -> candidates.stream().findFirst())
            .map(Candidate::findings)
            .orElseGet(ReleaseGates::ofNone));
    findings.addAll(machine.after());
    List<Finding> closed = findings.stream().filter(Finding::isClosed).toList();
    return new Decision(
        chosen.map(Candidate::release),
        reach(closed),
        findings.stream().map(Finding::gate).toList(),
        newest(candidates),
        nextTry(closed));
  }

  private Stream<Release> candidates() {
    Stream<Release> newer = channel.releases().stream().filter(this::isNewer);
    Stream<Release> instead =
        channel
            .withdrawal(situation.installed().version())
            .flatMap(Withdrawal::instead)
            .flatMap(channel::release)
            .filter(release -> !isNewer(release))
            .stream();
    return Stream.concat(newer, instead);
  }

  private boolean isNewer(Release release) {
    return release.version().isNewerThan(situation.installed().version());
  }

  /** Told to people, so withdrawn ones are left out. */
  private Optional<Version> newest(List<Candidate> candidates) {
    return candidates.stream()
        .map(candidate -> candidate.release().version())
        .filter(version -> channel.withdrawal(version).isEmpty())
        .findFirst();
  }

  private Finding newer(List<Candidate> candidates, Optional<Candidate> chosen) {
    Version running = situation.installed().version();
    if (candidates.isEmpty()) {
      return Finding.closedForNow(
          GateId.NEWER, "nothing in " + settings.updateChannel() + " is newer than " + running);
    }
    Candidate told = chosen.orElse(candidates.get(0));
    List<Candidate> others =
        chosen.isPresent()
            ? candidates.subList(0, candidates.indexOf(told))
            : candidates.subList(1, candidates.size());
    String relation = isNewer(told.release()) ? " is newer than " : " takes the place of ";
    return Finding.open(
        GateId.NEWER, told.release().version() + relation + running + passedOver(others));
  }

  private static String passedOver(List<Candidate> others) {
    if (others.isEmpty()) {
      return "";
    }
    int rest = others.size() - MOST_NAMED;
    return others.stream()
        .limit(MOST_NAMED)
        .map(Candidate::passedOver)
        .collect(
            Collectors.joining(", ", "; passed over: ", rest > 0 ? " and " + rest + " more" : ""));
  }

  private Action reach(List<Finding> closed) {
    boolean isOnlyFetched =
        settings.updateMode() == UpdateMode.STAGE && situation.moment().asker() == Asker.DAEMON;
    if (closed.isEmpty()) {
      return isOnlyFetched ? Action.STAGE : Action.APPLY;
    }
    return closed.stream().allMatch(finding -> finding.id() == GateId.WINDOW)
        ? Action.STAGE
        : Action.CHECK;
  }

  private Optional<Instant> nextTry(List<Finding> closed) {
    if (closed.stream().anyMatch(Finding::isLasting)) {
      return Optional.empty();
    }
    if (closed.stream().anyMatch(finding -> finding.opens().isEmpty())) {
      return Optional.of(situation.moment().nextCheck());
    }
    return closed.stream()
        .map(finding -> finding.opens().orElseThrow())
        .max(Instant::compareTo)
        .or(() -> Optional.of(situation.moment().now()));
  }
}
