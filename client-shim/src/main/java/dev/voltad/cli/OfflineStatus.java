package dev.voltad.cli;

import dev.voltad.migrate.HomeState;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.protocol.Condition;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Kept;
import dev.voltad.protocol.LockInfo;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The status of a home whose daemon does not run, as far as the disk tells. */
final class OfflineStatus {
  private OfflineStatus() {}

  /**
   * @param why no daemon answers
   */
  static Status of(Path home, Path programs, String why) {
    HomeState state = new Migrator(home, programs).state();
    Problem problem =
        new Problem(
            "Could not reach the daemon.",
            why,
            ProblemCode.DAEMON_UNREACHABLE,
            "Run `volta daemon start`.");
    return new Status(
        Status.SCHEMA,
        false,
        Optional.empty(),
        info(home, state),
        hold(home),
        Optional.empty(),
        Optional.empty(),
        Optional.of(problem));
  }

  /** As a daemon would take it. */
  private static Optional<Hold> hold(Path home) {
    Instant now = Instant.now();
    try {
      return Policy.of(home).hold().filter(hold -> hold.isOn(now));
    } catch (IOException unreadable) {
      return Optional.of(Hold.ofUnreadable(now));
    }
  }

  private static HomeInfo info(Path home, HomeState state) {
    boolean isReadable = state.problem().isEmpty();
    Optional<LockInfo> lock =
        state.holder().map(h -> new LockInfo(h.pid(), h.program(), h.purpose(), h.since()));
    List<Kept> kept =
        state.findings().stream()
            .map(f -> new Kept(HomePath.text(f.path()), f.reason(), f.next()))
            .toList();
    return new HomeInfo(
        home.toString(),
        Condition.of(state.exists(), isReadable, state.isCurrent(), state.heldBack()),
        state.layout().map(LayoutVersion::id),
        state.problem().orElse(state.evidence()),
        state.pending(),
        state.drift(),
        state.undoable(),
        lock,
        kept);
  }
}
