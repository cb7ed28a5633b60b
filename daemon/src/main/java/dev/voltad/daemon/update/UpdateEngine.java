package dev.voltad.daemon.update;

import dev.voltad.daemon.policy.Channel;
import dev.voltad.daemon.policy.Decision;
import dev.voltad.daemon.policy.PolicyEvaluator;
import dev.voltad.daemon.policy.Release;
import dev.voltad.daemon.policy.Schedule;
import dev.voltad.daemon.policy.Situation;
import dev.voltad.daemon.policy.Situation.Asker;
import dev.voltad.daemon.policy.Situation.Moment;
import dev.voltad.daemon.policy.Version;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustedFeed;
import dev.voltad.daemon.trust.TrustedTargets;
import dev.voltad.daemon.update.Stager.Need;
import dev.voltad.daemon.update.UpdateEnd.Reached;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Status;
import dev.voltad.protocol.UpdatePhase;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateRequest.Action;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One look at the feed, and as much of an update as is asked for and allowed; without what belongs
 * to a daemon. Whoever uses it holds {@code self/update.lock} through it, for as long as one call.
 */
final class UpdateEngine {
  /** The phase in which the layout and the pointer change. */
  static final String ACTIVATING = "activating";

  private final UpdateHome at;
  private final Policy policy;
  private final MachineFacts machine;

  /**
   * @param policy as it is now
   */
  UpdateEngine(UpdateHome at, Policy policy) {
    this.at = at;
    this.policy = policy;
    this.machine = new MachineFacts(at.home(), at.tree());
  }

  /** Hears what is being done, in one word or two, and how far it is. */
  interface Listener {
    /**
     * @throws UpdateException if it must not begin
     */
    void phase(String phase) throws UpdateException, IOException;

    void progress(long done, long total);
  }

  /** What was seen of the feed. */
  private record Sight(FeedConfig feed, TrustedTargets targets, Channel channel) {}

  /**
   * Looks, and goes on as far as asked.
   *
   * @param to this version and no other
   * @throws BadReleaseException if the release showed that it is bad; it is listed as such
   */
  UpdateEnd run(Action asked, Optional<Version> to, Asker asker, Listener listener)
      throws UpdateException, BadReleaseException, InterruptedException {
    try {
      FileLock held = lock();
      try {
        return runLocked(asked, to, asker, listener);
      } finally {
        held.close();
      }
    } catch (TrustException e) {
      throw UpdateException.of(e);
    } catch (IOException e) {
      throw UpdateException.of(e);
    }
  }

  private UpdateEnd runLocked(Action asked, Optional<Version> to, Asker asker, Listener listener)
      throws TrustException,
          IOException,
          UpdateException,
          BadReleaseException,
          InterruptedException {
    at.own().recover();
    Optional<UpdateState> trial =
        at.activator().state().filter(it -> it.phase() == UpdatePhase.TRIAL);
    listener.phase("checking");
    Sight sight = look();
    UpdateReport known =
        report(sight, decide(sight.channel, Asker.DAEMON, OptionalLong.empty(), Optional.empty()));
    boolean isOurs = trial.isPresent() && trial.map(UpdateState::from).equals(at.ownSlot());
    if (isOurs && asked == Action.APPLY) {
      // Put in place by somebody else, or by us and not handed over to: that is still to be done.
      listener.phase(ACTIVATING);
      return new UpdateEnd(known, known, Reached.ACTIVATED, trial);
    }
    Channel channel = to.isPresent() ? only(sight.channel, to.get()) : sight.channel;
    Decision decision = decide(channel, asker, OptionalLong.empty(), to);
    if (decision.release().isEmpty() || !decision.allows(Action.STAGE)) {
      return new UpdateEnd(report(sight, decision), known, Reached.LOOKED);
    }
    if (trial.isPresent() && asked != Action.CHECK) {
      // One at a time: it must be over before another takes its place.
      return new UpdateEnd(report(sight, decision), known, Reached.WAITS);
    }
    return go(sight, known, channel, decision, asked, to, asker, listener);
  }

  private UpdateEnd go(
      Sight sight,
      UpdateReport before,
      Channel channel,
      Decision first,
      Action asked,
      Optional<Version> to,
      Asker asker,
      Listener listener)
      throws TrustException,
          IOException,
          UpdateException,
          BadReleaseException,
          InterruptedException {
    Release release = first.release().orElseThrow();
    Need need = at.stager().look(sight.targets, release, at.platform());
    Decision decision = decide(channel, asker, OptionalLong.of(need.needed()), to);
    UpdateReport.Download download = new UpdateReport.Download(need.fetched(), need.have());
    UpdateReport report = report(sight, decision).with(download);
    UpdateReport known = before.release().equals(report.release()) ? before.with(download) : before;
    if (asked == Action.CHECK || !decision.allows(Action.STAGE)) {
      return new UpdateEnd(report, known, Reached.LOOKED);
    }
    listener.phase("fetching");
    at.stager().stage(sight.targets, need, listener::progress);
    if (asked == Action.STAGE || !decision.allows(Action.APPLY)) {
      return new UpdateEnd(report, known, Reached.STAGED);
    }
    UpdateState begin = begin(release, need);
    listener.phase("trying");
    try {
      Qualifier qualifier = new Qualifier(at.home(), at.stager().work(), at.ops());
      qualifier.qualify(
          at.slots().folder(need.name()), release.version().toString(), release.layout().writes());
    } catch (BadReleaseException e) {
      String why = e.getMessage();
      at.bad()
          .add(
              begin.manifest(),
              new BadReleases.Bad(begin.version(), why, at.clock().instant(), false));
      throw e;
    }
    listener.phase(ACTIVATING);
    at.activator().activate(begin, at::migrate);
    return new UpdateEnd(
        at.withPlace(report), at.withPlace(known), Reached.ACTIVATED, at.activator().state());
  }

  private UpdateState begin(Release release, Need need) throws IOException, UpdateException {
    String from =
        at.slots()
            .current()
            .orElseThrow(
                () ->
                    new UpdateException(
                        UpdateException.Kind.REFUSED,
                        "no release is installed in " + at.home(),
                        "Install one with `volta self install`."));
    return UpdateState.begin(
        from,
        need.name(),
        release.version().toString(),
        at.version().toString(),
        release.manifests().get(at.platform()).sha256(),
        at.clock().instant());
  }

  /** Refreshes what is trusted, and reads the channel. */
  private Sight look() throws UpdateException, TrustException, IOException {
    FeedConfig feed = feed();
    TrustedTargets targets = refresh(feed);
    Channel channel =
        ReleaseCatalog.read(targets, policy.inForce().updateChannel(), at.stager().work());
    return new Sight(feed, targets, channel);
  }

  private FeedConfig feed() throws IOException, UpdateException {
    return at.feed()
        .orElseThrow(
            () ->
                new UpdateException(
                    UpdateException.Kind.NOT_CONFIGURED,
                    "nothing says where releases come from",
                    "Name a feed with `volta self trust`; see docs/publishing.md."));
  }

  private TrustedTargets refresh(FeedConfig feed) throws TrustException {
    return TrustedFeed.shipped(
            at.home().resolve("self/tuf"), feed.roots(), feed.mirrors(), at.clock())
        .refresh();
  }

  /**
   * Only refreshes what is trusted: shows that this program can update itself again.
   *
   * @throws UpdateException why it cannot
   */
  void refresh() throws UpdateException, InterruptedException {
    try {
      FileLock held = lock();
      try {
        refresh(feed());
      } finally {
        held.close();
      }
    } catch (TrustException e) {
      throw UpdateException.of(e);
    } catch (IOException e) {
      throw UpdateException.of(e);
    }
  }

  private Decision decide(Channel channel, Asker asker, OptionalLong needed, Optional<Version> to)
      throws IOException {
    Instant now = at.clock().instant();
    Instant nextCheck = at.memory().next().orElse(now.plus(Schedule.EVERY));
    Situation situation =
        new Situation(
            at.installed(asker == Asker.PERSON && to.isPresent()),
            machine.now(needed),
            new Moment(now, ZoneId.systemDefault(), nextCheck, asker));
    return PolicyEvaluator.evaluate(channel, policy.inForce(), policy.hold(), situation);
  }

  /** The channel as if it had only one release. */
  private static Channel only(Channel channel, Version version) throws UpdateException {
    Release release =
        channel
            .release(version)
            .orElseThrow(
                () ->
                    new UpdateException(
                        UpdateException.Kind.NO_SUCH_VERSION,
                        "the channel has no release " + version,
                        "See `volta self check` for what it has."));
    List<Channel.Withdrawal> withdrawn =
        channel.withdrawn().stream()
            .map(it -> new Channel.Withdrawal(it.version(), it.instead().filter(version::isSame)))
            .toList();
    return new Channel(List.of(release), withdrawn, channel.floor());
  }

  private UpdateReport report(Sight sight, Decision decision) throws IOException {
    UpdateReport report =
        new UpdateReport(
            Status.SCHEMA,
            at.version().toString(),
            policy.inForce().updateChannel(),
            decision.newest().map(Version::toString),
            decision.release().map(release -> release.version().toString()),
            decision.reach().id(),
            decision.gates(),
            decision.nextTry(),
            Optional.of(at.clock().instant()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(feedOf(sight)),
            List.of(),
            Optional.empty());
    return at.withPlace(report);
  }

  private static UpdateReport.Feed feedOf(Sight sight) {
    return new UpdateReport.Feed(
        sight.feed.id(),
        sight.feed.mirrors().stream()
            .map(mirror -> mirror.metadata().resolve("..").toString())
            .toList(),
        sight.targets.versions(),
        Optional.of(sight.targets.expires()));
  }

  /** One updater at a time in a home. */
  private FileLock lock() throws UpdateException, IOException, InterruptedException {
    return at.lock();
  }
}
