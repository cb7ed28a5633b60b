package dev.voltad.cli;

import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.install.Adoption;
import dev.voltad.migrate.install.Slots;
import dev.voltad.protocol.release.ReleaseTree;
import dev.voltad.protocol.release.TreeFault;
import dev.voltad.protocol.release.TreeManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks of the release that these programs are of, and of what is kept beside it. */
final class ReleaseChecks {
  private ReleaseChecks() {}

  /** Every byte of it; empty for programs that were never packed. */
  static Optional<Diagnosis> release() throws IOException {
    Path tree = Path.of(System.getProperty("voltad.tree", ""));
    return Files.exists(tree.resolve(TreeManifest.FILE))
        ? Optional.of(release(tree, faults(tree, tree)))
        : Optional.empty();
  }

  /** Every byte of every release that a home holds; empty if it holds none. */
  static Optional<Diagnosis> slots(Path home) throws IOException {
    Slots slots = new Slots(home, new PosixFileOps());
    List<String> names = slots.names();
    for (String name : names) {
      Path slot = slots.folder(name);
      List<TreeFault> faults = faults(slot, slot);
      if (!faults.isEmpty()) {
        return Optional.of(release(slot, faults));
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(Diagnosis.ok("What it holds is whole: " + String.join(", ", names) + "."));
  }

  /**
   * In what a tree differs from a whole one. A slot has a part of its manifest's hash for a name,
   * so a manifest that was made to fit is found too.
   */
  static List<TreeFault> faults(Path tree, Path whole) throws IOException {
    ReleaseTree release = new ReleaseTree(whole);
    List<TreeFault> faults = new ArrayList<>(new ReleaseTree(tree).verify(release.manifest()));
    Path manifest = tree.resolve(TreeManifest.FILE);
    boolean isSlot = tree.getParent().endsWith("self/slots");
    if (!Files.exists(manifest)
        || Files.mismatch(manifest, whole.resolve(TreeManifest.FILE)) >= 0
        || isSlot && !tree.getFileName().toString().equals(release.slotName())) {
      faults.add(new TreeFault(TreeFault.Kind.CHANGED, TreeManifest.FILE));
    }
    return faults;
  }

  static Diagnosis release(Path tree, List<TreeFault> faults) {
    if (faults.isEmpty()) {
      return Diagnosis.ok("The release is as it was built.");
    }
    TreeFault first = faults.get(0);
    String others = faults.size() == 1 ? "" : ", and " + (faults.size() - 1) + " more";
    return Diagnosis.error(
        "The release is not as it was built.",
        "In %s: %s (%s)%s.".formatted(tree, first.path(), first.kind().id(), others),
        "Install it again from a fresh copy.");
  }

  /** Whether the commands that we do not have have somewhere to go. */
  static Optional<Diagnosis> upstream(Path home) {
    Adoption adoption = new Adoption(home, new PosixFileOps());
    if (!adoption.isRecorded()) {
      return Optional.empty();
    }
    return Optional.of(
        adoption.kept().contains("volta")
            ? Diagnosis.ok("Commands that these programs do not have go to the kept Volta.")
            : Diagnosis.note(
                "There is no other Volta in this directory.",
                "install, pin, fetch, list, which, run and uninstall need one so far.",
                "Put upstream's volta 2.0.2 into " + home.resolve("self/upstream") + "."));
  }
}
