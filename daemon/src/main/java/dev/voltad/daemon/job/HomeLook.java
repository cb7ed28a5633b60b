package dev.voltad.daemon.job;

import dev.voltad.migrate.HomeState;
import dev.voltad.migrate.fs.LockHolder;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.protocol.Condition;
import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Kept;
import dev.voltad.protocol.LockInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What was read of a home, in the protocol's terms. */
public final class HomeLook {
  private HomeLook() {}

  /** Before the first look: the job that looks is about to run. */
  static HomeInfo notYet(Path home) {
    return new HomeInfo(
        home.toString(),
        Condition.MIGRATING,
        Optional.empty(),
        "not looked at yet",
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static HomeInfo of(Path home, HomeState state) {
    return new HomeInfo(
        home.toString(),
        Condition.of(
            state.exists(), state.problem().isEmpty(), state.isCurrent(), state.heldBack()),
        state.layout().map(LayoutVersion::id),
        state.problem().orElse(state.evidence()),
        state.pending(),
        state.drift(),
        state.undoable(),
        state.holder().map(HomeLook::lock),
        state.findings().stream()
            .map(f -> new Kept(HomePath.text(f.path()), f.reason(), f.next()))
            .toList());
  }

  /** Who holds a lock. */
  public static LockInfo lock(LockHolder holder) {
    return new LockInfo(holder.pid(), holder.program(), holder.purpose(), holder.since());
  }

  static HomeInfo with(HomeInfo home, Condition condition) {
    return new HomeInfo(
        home.path(),
        condition,
        home.layout(),
        home.evidence(),
        home.pending(),
        home.drift(),
        home.undoable(),
        home.lock(),
        home.findings(),
        home.moreFindings());
  }
}
