package dev.voltad.cli;

import dev.voltad.migrate.HomeState;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks of the home, from what its disk says. */
final class HomeChecks {
  private HomeChecks() {}

  static Diagnosis exists(Optional<Path> named) {
    if (named.isEmpty()) {
      return Diagnosis.error(
          "It is not known where the Volta directory is.",
          "Neither VOLTA_HOME nor HOME is set.",
          "Set VOLTA_HOME.");
    }
    Path home = named.get();
    if (Files.isDirectory(home)) {
      return Diagnosis.ok("The Volta directory is " + home + ".");
    }
    return Files.exists(home)
        ? Diagnosis.error(
            home + " is no folder.",
            "The Volta directory would have to be there.",
            "Move it away, or set VOLTA_HOME to another folder.")
        : Diagnosis.warning(
            "There is no Volta directory.",
            "There is no " + home + ".",
            "Run `volta-migrate`, which makes it, or set VOLTA_HOME.");
  }

  static Diagnosis owner(Path home, long owner, long us) {
    return owner == us
        ? Diagnosis.ok("It belongs to us.")
        : Diagnosis.error(
            home + " belongs to somebody else.",
            "Its owner is user " + owner + ", and we are user " + us + ".",
            "Run Volta as user " + owner + ", or set VOLTA_HOME to a folder of yours.");
  }

  static Diagnosis writable(Path home) {
    return Files.isWritable(home)
        ? Diagnosis.ok("It can be written.")
        : Diagnosis.warning(
            home + " cannot be written.",
            "Its tools run, but nothing can be migrated, repaired or installed.",
            "See its mode and whether its filesystem is mounted read-only.");
  }

  /** A group of one's own is usual, so what only the group may do is no error. */
  static Diagnosis mode(Path home, Set<PosixFilePermission> mode) {
    if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      return Diagnosis.error(
          "Every user can change " + home + ".",
          "Whoever can write there decides which programs you run.",
          "Run `chmod go-w " + home + "`.");
    }
    if (mode.contains(PosixFilePermission.GROUP_WRITE)) {
      return Diagnosis.note(
          "The group of " + home + " can change it.",
          "That is harmless as long as you are its only member.",
          "If you are not, run `chmod g-w " + home + "`.");
    }
    return Diagnosis.ok("Nobody else can change it.");
  }

  /** Locks a file of its own, made for this, so that it never meets a migration. */
  static Diagnosis lock(Path home) throws IOException {
    Path self = home.resolve("self");
    Path probe;
    try {
      probe = Files.createTempFile(Files.isDirectory(self) ? self : home, "doctor", ".probe");
    } catch (FileSystemException e) {
      String reason = e instanceof AccessDeniedException ? "Permission denied" : e.getReason();
      return Diagnosis.warning(
          "It could not be tried whether its filesystem can lock.",
          "No file can be made in it: " + reason + ".",
          "Make " + home + " writable if it is to be migrated.");
    }
    try {
      FileLock.tryLock(probe).orElseThrow().close();
      return Diagnosis.ok("Its filesystem can lock.");
    } catch (LockUnavailableException e) {
      return Diagnosis.error(
          "Its filesystem cannot lock.",
          e.reason() + "; without a lock nothing may be changed.",
          "Put the directory on a local filesystem, and set VOLTA_HOME to it.");
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  static Diagnosis layout(HomeState state) {
    String current = LayoutVersion.CURRENT.id();
    if (state.problem().isPresent()) {
      return Diagnosis.error(
          "Its layout is newer than this program knows, or cannot be told.",
          state.problem().get() + ".",
          "Set right what is named above, or use the Volta that wrote it.");
    }
    String layout = state.layout().map(LayoutVersion::id).orElse("none");
    return layout.equals(current)
        ? Diagnosis.ok("Its layout is " + current + ", the current one.")
        : Diagnosis.warning(
            "Its layout is " + layout + "; the current one is " + current + ".",
            state.evidence() + ".",
            "Run `volta-migrate`; `volta-migrate --plan` shows what it would do.");
  }

  static Diagnosis journal(HomeState state) {
    return state.unfinished().isEmpty()
        ? Diagnosis.ok("No migration was cut off.")
        : Diagnosis.warning(
            "A migration was cut off.",
            "Its journal is " + state.unfinished().get() + ".",
            "Run `volta-migrate`, which finishes it or takes it back.");
  }

  static Diagnosis drift(HomeState state) {
    if (state.pending() == 0) {
      return Diagnosis.ok("Nothing in it has to be put right.");
    }
    String changes = state.pending() == 1 ? "1 change" : state.pending() + " changes";
    String why = changes + (state.pending() == 1 ? " is" : " are") + " to be made.";
    if (state.heldBack()) {
      return Diagnosis.note(
          "A migration was undone, and no daemon does it again on its own.",
          why,
          "Run `volta-migrate` when you want it.");
    }
    return Diagnosis.warning(
        "Something in it has to be put right.",
        why,
        "Run `volta repair`; `volta repair --dry-run` shows what it would do.");
  }

  /** One for each finding, since each has its own remedy. */
  static List<Diagnosis> findings(HomeState state) {
    if (state.findings().isEmpty()) {
      return List.of(Diagnosis.ok("Everything in it can be used."));
    }
    return state.findings().stream()
        .map(
            finding ->
                Diagnosis.warning(
                    HomePath.text(finding.path()) + " cannot be used as it is.",
                    finding.reason(),
                    finding.next()))
        .toList();
  }
}
