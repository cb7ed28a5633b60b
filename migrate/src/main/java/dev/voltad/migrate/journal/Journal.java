package dev.voltad.migrate.journal;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.plan.Operation;
import dev.voltad.migrate.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One journal on disk: {@code self/journal/<id>/}.
 *
 * <p>Its files are its state, each written and synced once, in this order: {@code plan.json}
 * (before the first change), {@code committed} (after the last), {@code undo} (before the first
 * change back). A folder without {@code plan.json} was never begun; one that ends in {@code
 * .purged} is rubbish. If we die
 *
 * <ul>
 *   <li>before {@code plan.json} has its name: nothing was changed; the folder is removed;
 *   <li>after that: the plan is finished from the start, done operations are passed over;
 *   <li>after the marker of the new layout is set: all before it is done and durable, and tools use
 *       the home; only what is behind it is finished, and nothing is undone by itself any more;
 *   <li>after {@code undo}: the plan is undone from its end, undone operations are passed over; but
 *       while the marker still stands the undo is forgotten, because tools go on using the home.
 * </ul>
 *
 * <p>Not taken: a record per operation. Every operation shows on disk whether it was done, so a
 * record would cost a sync each and could only contradict that.
 *
 * <p>Owned by the thread that holds the home's lock.
 */
public final class Journal {
  /** Given back to a full disk before undoing, which needs an inode and a block at the most. */
  private static final int BALLAST_BYTES = 32 * 1024;

  /** How the name of a journal ends that is only rubbish any more. */
  static final String PURGED = ".purged";

  private final Path home;
  private final Plan plan;
  private final FileOps ops;
  private final Applier applier;

  Journal(Path home, Plan plan, FileOps ops) {
    this.home = home;
    this.plan = plan;
    this.ops = ops;
    this.applier = new Applier(home, plan, ops);
  }

  /**
   * Writes a plan down, durably.
   *
   * @throws IOException if it cannot be; nothing of the home was changed, and what was written of
   *     the journal is removed by the next run at the latest
   */
  public static Journal begin(Path home, Plan plan, FileOps ops) throws IOException {
    Journal journal = new Journal(home, plan, ops);
    Path folder = journal.folder();
    for (Path missing : List.of(HomeLayout.SELF, HomeLayout.JOURNALS)) {
      if (!Files.isDirectory(home.resolve(missing))) {
        ops.createDirectory(home.resolve(missing));
      }
    }
    ops.createDirectory(folder);
    try {
      ops.createDirectory(folder.resolve("trash"));
      ops.createDirectory(folder.resolve("backup"));
      byte[] ballast = new byte[BALLAST_BYTES];
      new Random(0).nextBytes(ballast); // nothing that a filesystem could pack away
      ops.writeFile(folder.resolve("ballast"), ballast, Optional.empty());
      journal.record("plan.json", PlanJson.write(plan));
      ops.sync(folder.getParent());
      ops.sync(home.resolve(HomeLayout.SELF));
      ops.sync(home);
      return journal;
    } catch (IOException e) {
      journal.discardAfter(e);
      throw e;
    }
  }

  /** What is in it. */
  public Plan plan() {
    return plan;
  }

  public String id() {
    return plan.workspace().id();
  }

  /**
   * Does all operations in order; those that are done are passed over.
   *
   * @param progress told after each how many are done
   * @throws IOException at the first that fails; {@link #rollBack} undoes those before it
   */
  public void apply(IntConsumer progress) throws IOException {
    int done = 0;
    for (Operation operation : plan.operations()) {
      applier.apply(operation);
      progress.accept(++done);
    }
  }

  /**
   * Whether the plan has set the marker of its layout and it stands: from that moment on tools use
   * the home, and what they change must not be taken for a part of the plan.
   */
  public boolean isInUse() {
    return marker().isPresent()
        && Files.exists(home.resolve(plan.marker()), LinkOption.NOFOLLOW_LINKS);
  }

  /** The place of the operation that sets the marker, where there was none. */
  private OptionalInt marker() {
    List<Operation> operations = plan.operations();
    return IntStream.range(0, operations.size())
        .filter(
            i ->
                operations.get(i) instanceof Operation.PutFile put
                    && put.path().equals(plan.marker())
                    && !put.replaces())
        .findFirst();
  }

  /**
   * Ends what was cut while the home is in use: does what is behind the marker, commits, and
   * forgets an undo that has not come as far as the marker.
   */
  public void finishInUse() throws IOException {
    List<Operation> operations = plan.operations();
    for (Operation rest : operations.subList(marker().orElseThrow() + 1, operations.size())) {
      applier.apply(rest);
    }
    if (!has("committed")) {
      commit();
    }
    if (isUndoing()) {
      ops.delete(folder().resolve("undo"));
      ops.sync(folder());
    }
  }

  /** Notes that everything was done; from here on the journal only serves {@link #rollBack}. */
  public void commit() throws IOException {
    record("committed", "");
  }

  public boolean isCommitted() {
    return has("committed") && !isUndoing();
  }

  public boolean isUndoing() {
    return has("undo");
  }

  /**
   * The first path at which undoing would throw away what was put there since.
   *
   * @param later what journals have changed that are undone before this one
   */
  public Optional<Path> firstChangedSince(Set<Path> later) throws IOException {
    Set<Path> produced =
        plan.operations().stream().map(Operation::produced).collect(Collectors.toSet());
    for (Operation operation : plan.operations()) {
      boolean isOfLater =
          later.contains(operation.subject()) || later.contains(operation.produced());
      if (!isOfLater && applier.isChangedSince(operation, produced)) {
        return Optional.of(operation.subject());
      }
    }
    return Optional.empty();
  }

  /**
   * Undoes all operations from the last to the first; those that are not done are passed over. Then
   * the journal is removed.
   *
   * @throws IOException if one cannot be undone; the journal says so, and the next run goes on
   */
  public void rollBack(IntConsumer progress) throws IOException {
    Path ballast = folder().resolve("ballast");
    if (Files.exists(ballast)) {
      ops.delete(ballast);
    }
    if (!isUndoing()) {
      record("undo", "");
    }
    List<Operation> operations = plan.operations();
    for (int i = operations.size() - 1; i >= 0; i--) {
      applier.revert(operations.get(i));
      progress.accept(operations.size() - i);
    }
    applier.syncHome();
    purge();
  }

  /** Removes the journal and all that it kept. */
  public void purge() throws IOException {
    for (Path area : plan.workspace().areas().values()) {
      if (!area.startsWith(HomeLayout.JOURNALS)) {
        ops.deleteTree(home.resolve(area));
        removeIfEmpty(home.resolve(area).getParent());
      }
    }
    discard();
  }

  private void discardAfter(IOException failure) {
    try {
      discard();
    } catch (IOException e) {
      failure.addSuppressed(e); // the next run removes it
    }
  }

  private void discard() throws IOException {
    Path rubbish = folder().resolveSibling(id() + PURGED);
    ops.move(folder(), rubbish); // from here on nobody takes it for a journal
    ops.deleteTree(rubbish);
  }

  private void removeIfEmpty(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (var entries = Files.newDirectoryStream(directory)) {
        if (entries.iterator().hasNext()) {
          return;
        }
      }
      ops.delete(directory);
    }
  }

  /** Writes one of the state files: whole and durable, or not at all. */
  private void record(String name, String text) throws IOException {
    Path fresh = folder().resolve(name + ".new");
    if (Files.exists(fresh)) {
      ops.delete(fresh);
    }
    ops.writeFile(fresh, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    ops.sync(fresh);
    ops.replace(fresh, folder().resolve(name));
    ops.sync(folder());
  }

  private boolean has(String name) {
    return Files.exists(folder().resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private Path folder() {
    return home.resolve(HomeLayout.JOURNALS).resolve(id());
  }
}
