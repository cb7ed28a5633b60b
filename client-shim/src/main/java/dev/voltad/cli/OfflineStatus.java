package dev.voltad.cli;

import dev.voltad.migrate.HomeState;
import dev.voltad.migrate.LayoutTooNewException;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.Scope;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.RefusedException;
import dev.voltad.protocol.Condition;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Kept;
import dev.voltad.protocol.LockInfo;
import dev.voltad.protocol.ManagedPolicy;
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
    Migrator migrator = new Migrator(home, programs);
    HomeState state = migrator.state();
    return new Status(
        Status.SCHEMA,
        false,
        Optional.empty(),
        info(home, state),
        hold(home),
        Optional.empty(),
        Optional.empty(),
        Optional.of(state.problem().isPresent() ? unusable(home, migrator) : unreachable(why)));
  }

  private static Problem unreachable(String why) {
    return new Problem(
        "Could not reach the daemon.",
        why,
        ProblemCode.DAEMON_UNREACHABLE,
        "Run `volta daemon start`.");
  }

  /** A home that no daemon could do anything for is the first thing to know. */
  private static Problem unusable(Path home, Migrator migrator) {
    String what = "Could not read " + home + ".";
    try {
      migrator.plan(Scope.LAYOUT);
      return unreachable("it could not be read a moment ago");
    } catch (LayoutTooNewException e) {
      return new Problem(
          "Could not use " + home + ".",
          "The marker " + e.marker() + " is newer than this program knows.",
          ProblemCode.LAYOUT_TOO_NEW,
          "Update it, or use the Volta that wrote the home.");
    } catch (RefusedException e) {
      return new Problem(what, e.path() + ": " + e.reason(), ProblemCode.FILESYSTEM, e.next());
    } catch (IOException e) {
      return new Problem(
          what,
          String.valueOf(e.getMessage()),
          ProblemCode.FILESYSTEM,
          "See that you may read it.");
    }
  }

  /** As a daemon would take it. */
  private static Optional<Hold> hold(Path home) {
    Instant now = Instant.now();
    try {
      return Policy.of(home, ManagedPolicy.SYSTEM).hold().filter(hold -> hold.isOn(now));
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
