package dev.voltad.cli;

import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.HomeLock;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.migrate.fs.Ownership;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.install.Adoption;
import dev.voltad.migrate.install.Archives;
import dev.voltad.migrate.install.Slots;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.release.ReleaseTree;
import dev.voltad.protocol.release.TreeFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts the release that this program is of into a home, and takes all of ours out of it again. The
 * release is copied and checked under {@code self/update.lock}; the home's own lock is held only
 * while the pointer and the programs in {@code bin/} change, and nothing is started meanwhile.
 */
final class Installer {
  private final Context context;
  private final Path home;
  private final FileOps ops = new PosixFileOps();
  private final Slots slots;
  private final Adoption adoption;

  Installer(Context context) throws CommandException {
    this.context = context;
    this.home = context.home();
    this.slots = new Slots(home, ops);
    this.adoption = new Adoption(home, ops);
  }

  /**
   * Puts the release in place and makes the programs in {@code bin/} ours. Done twice it is as done
   * once.
   *
   * @return the name of the release
   */
  String install() throws CommandException, InterruptedException {
    try {
      Path tree = Path.of(System.getProperty("voltad.tree", ""));
      refuseForeignHome();
      refuseOwned(tree);
      refuseLinkedBin();
      Files.createDirectories(home.resolve("self"));
      try (FileLock updating = updateLock()) {
        return install(tree, updating);
      }
    } catch (IOException e) {
      throw failed("install", e);
    }
  }

  /**
   * @param updating shows that no other installer is at work
   */
  private String install(Path tree, FileLock updating)
      throws CommandException, IOException, InterruptedException {
    String name = new ReleaseTree(tree).slotName();
    if (!tree.toRealPath().startsWith(home.toRealPath().resolve("self/slots"))) {
      if (slots.isSealed(name)) {
        repair(tree, name);
      } else {
        slots.place(tree, name, Installer::verify, Archives::make);
      }
    }
    try (HomeLock held = homeLock("install")) {
      slots.use(name);
      held.purpose("install: programs");
      adoption.adopt(slots.folder(name).resolve("bin/volta"));
    }
    for (String old : slots.removeOld(Instant.now())) {
      context.out().println("Removed the former release " + old + ".");
    }
    return name;
  }

  /** Gives {@code bin/} back to the programs that were there before. */
  void giveBack() throws CommandException, InterruptedException {
    try {
      refuseForeignHome();
      if (!adoption.isRecorded()) {
        throw new CommandException(
            new Problem(
                "Could not give the directory back.",
                home + " was not adopted, or has been given back already.",
                ProblemCode.CONFIGURATION,
                "Nothing has to be done."));
      }
      try (HomeLock held = homeLock("give back")) {
        held.purpose("give back: links and programs");
        adoption.giveBack();
      }
    } catch (IOException e) {
      throw failed("give the directory back", e);
    }
  }

  /** Whether there is something of upstream's, or a record of links, to give back. */
  boolean isAdopted() {
    return adoption.isRecorded();
  }

  /** The programs of upstream's that are kept. */
  List<String> kept() {
    return adoption.kept();
  }

  /** Removes everything of ours that is left in a home that was given back. */
  void purge() throws CommandException, InterruptedException {
    try {
      refuseForeignHome();
      try (HomeLock held = homeLock("purge")) {
        held.purpose("purge: removing");
        ops.deleteTree(home.resolve("self"));
      }
    } catch (IOException e) {
      throw failed("remove " + home.resolve("self"), e);
    }
  }

  /** A slot is never changed, but for the better: what is damaged is taken from the fresh tree. */
  private void repair(Path tree, String name) throws IOException {
    List<TreeFault> faults = ReleaseChecks.faults(slots.folder(name), tree);
    if (!faults.isEmpty()) {
      verify(tree);
      slots.repair(tree, name, faults.stream().map(TreeFault::path).toList());
      Archives.make(slots.folder(name));
    }
  }

  private static void verify(Path copy) throws IOException {
    ReleaseTree tree = new ReleaseTree(copy);
    List<TreeFault> faults = tree.verify(tree.manifest());
    if (!faults.isEmpty()) {
      throw new IOException(
          "the release is not as its manifest says: %s (%s), and %d more"
              .formatted(faults.get(0).path(), faults.get(0).kind().id(), faults.size() - 1));
    }
  }

  private void refuseForeignHome() throws IOException, CommandException {
    if (Files.exists(home) && Ownership.uid(home) != Ownership.ourUid()) {
      throw new CommandException(
          new Problem(
              "Could not change the Volta directory.",
              "%s belongs to user %d, and we are user %d."
                  .formatted(home, Ownership.uid(home), Ownership.ourUid()),
              ProblemCode.FILESYSTEM,
              "Run it as the owner of the directory."));
    }
  }

  private void refuseOwned(Path tree) throws IOException, CommandException {
    Optional<String> owner = new ReleaseTree(tree).owner();
    if (owner.isPresent()) {
      throw new CommandException(
          new Problem(
              "Could not install into " + home + ".",
              "These programs are owned by a package manager (" + owner.get() + ").",
              ProblemCode.REFUSED_BY_POLICY,
              "Run `volta-migrate` and `volta daemon install`: they need no copy in the home."));
    }
  }

  /** Programs in it would look for the release beside the folder that it leads to. */
  private void refuseLinkedBin() throws IOException, CommandException {
    Path bin = home.resolve(HomeLayout.BIN);
    if (Files.isSymbolicLink(bin)) {
      throw new CommandException(
          new Problem(
              "Could not install into " + home + ".",
              bin + " is a link to " + Files.readSymbolicLink(bin) + ".",
              ProblemCode.FILESYSTEM,
              "Make it a folder with the same in it; a link of the whole directory is fine."));
    }
  }

  private FileLock updateLock() throws IOException, CommandException {
    Path file = home.resolve("self/update.lock");
    try {
      return FileLock.tryLock(file).orElseThrow(() -> lockHeld(file + " is held"));
    } catch (LockUnavailableException e) {
      throw lockUnavailable(e);
    }
  }

  private HomeLock homeLock(String purpose)
      throws IOException, CommandException, InterruptedException {
    try {
      return HomeLock.acquire(
          home,
          LockWait.INTERACTIVE,
          Context.PROGRAM,
          purpose,
          (holder, waited) ->
              context
                  .err()
                  .println(
                      "volta: Waiting for the lock of "
                          + home
                          + ", held by "
                          + holder.map(h -> "process " + h.pid()).orElse("another Volta")
                          + "."));
    } catch (LockHeldException e) {
      throw lockHeld(
          e.file()
              + " is held by "
              + e.holder().map(h -> "process " + h.pid()).orElse("another Volta"));
    } catch (LockUnavailableException e) {
      throw lockUnavailable(e);
    }
  }

  private static CommandException lockHeld(String why) {
    return new CommandException(
        new Problem(
            "Could not change the Volta directory.",
            why + ".",
            ProblemCode.LOCK_HELD,
            "Run it again when that process has ended; nothing was changed."));
  }

  private static CommandException lockUnavailable(LockUnavailableException e) {
    return new CommandException(
        new Problem(
            "Could not change the Volta directory.",
            String.valueOf(e.getMessage()),
            ProblemCode.LOCK_UNAVAILABLE,
            "Move the directory to a filesystem that can lock; nothing was changed."));
  }

  private static CommandException failed(String what, IOException e) {
    return new CommandException(
        new Problem(
            "Could not " + what + ".",
            e.getClass().getSimpleName().equals("IOException") ? e.getMessage() : e.toString(),
            ProblemCode.FILESYSTEM,
            "Set right what is named above and run it again; what was there still works."));
  }
}
