package dev.voltad.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of new releases, and what becomes of them: the answer of {@code GET /v1/updates},
 * and of {@code voltad --once}. Immutable.
 *
 * @param version the release that runs
 * @param channel the one that is followed
 * @param newest the newest that could be taken from here, whether it may be or not
 * @param release the one to take: every gate of its own is open
 * @param reach how far it may go now: {@code check}, {@code stage} or {@code apply}
 * @param gates why, in the order in which they are looked at
 * @param nextTry when what is closed has opened by itself
 * @param checked when the feed was looked at last with success
 * @param nextCheck when it is looked at next
 * @param activation how far a release is that was activated
 * @param download what the release to take costs
 * @param feed what is trusted
 * @param bad what is never taken again
 * @param problem why the last try failed
 */
public record UpdateReport(
    int schema,
    String version,
    String channel,
    Optional<String> newest,
    Optional<String> release,
    String reach,
    List<Gate> gates,
    Optional<Instant> nextTry,
    Optional<Instant> checked,
    Optional<Instant> nextCheck,
    Optional<Activation> activation,
    Optional<Download> download,
    Optional<Feed> feed,
    List<Bad> bad,
    Optional<Problem> problem) {

  /**
   * A release that took the place of another, or is about to.
   *
   * @param startsLeft how often it may be started on trial
   * @param reason why it is taken back
   */
  public record Activation(
      UpdatePhase phase,
      String from,
      String to,
      Instant since,
      Optional<Integer> startsLeft,
      Optional<String> reason) {}

  /**
   * In bytes.
   *
   * @param size of what has to be fetched
   * @param have of what is there already
   */
  public record Download(long size, long have) {}

  /**
   * @param id the first 16 hexadecimal digits of the hash of its first root
   * @param versions by role, of the metadata that is trusted now
   * @param expires when the first of them does
   */
  public record Feed(
      String id, List<String> mirrors, Map<String, Long> versions, Optional<Instant> expires) {}

  /** A release that failed here, or was taken back. */
  public record Bad(String version, String reason, Instant at) {}

  public UpdateReport {
    gates = gates == null ? List.of() : List.copyOf(gates);
    bad = bad == null ? List.of() : List.copyOf(bad);
  }

  /** Nothing is known yet. */
  public static UpdateReport of(String version, String channel) {
    return new UpdateReport(
        Status.SCHEMA,
        version,
        channel,
        Optional.empty(),
        Optional.empty(),
        UpdateRequest.Action.CHECK.id(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** The same, with what becomes of a release now. */
  public UpdateReport with(Optional<Activation> now, List<Bad> known) {
    return new UpdateReport(
        schema, version, channel, newest, release, reach, gates, nextTry, checked, nextCheck, now,
        download, feed, known, problem);
  }

  /** The same, after a try. */
  public UpdateReport with(Optional<Instant> next, Optional<Problem> why) {
    return new UpdateReport(
        schema,
        version,
        channel,
        newest,
        release,
        reach,
        gates,
        nextTry,
        checked,
        next,
        activation,
        download,
        feed,
        bad,
        why);
  }

  /** The same, with what the release to take costs. */
  public UpdateReport with(Download cost) {
    return new UpdateReport(
        schema,
        version,
        channel,
        newest,
        release,
        reach,
        gates,
        nextTry,
        checked,
        nextCheck,
        activation,
        Optional.of(cost),
        feed,
        bad,
        problem);
  }

  /** Why the release to take is not put in place now: the first gate that is closed. */
  public Optional<Gate> firstClosed() {
    return gates.stream().filter(gate -> !gate.open()).findFirst();
  }
}
