package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which links {@code bin/} should hold, and which of them are wrong. A shim is told by its full
 * name. Links that are not ours, files and folders are left alone.
 */
final class ShimPlan {
  private final HomeSnapshot home;
  private final Path program;

  /**
   * @param program what a shim's link should hold, for example {@code
   *     ../self/current/bin/volta-shim}
   */
  ShimPlan(HomeSnapshot home, Path program) {
    this.home = home;
    this.program = program;
  }

  /** The links to make or to point anew; those that are right are not touched. */
  List<Operation> plan() {
    List<Operation> operations = new ArrayList<>();
    for (Path name : names()) {
      Path shim = HomeLayout.BIN.resolve(name);
      Optional<Entry> there = home.at(shim);
      if (there.isEmpty()) {
        operations.add(new Operation.Link(shim, program, Optional.empty()));
      } else if (there.get() instanceof Entry.Link link
          && isOurs(shim, link)
          && !link.target().equals(program)) {
        operations.add(new Operation.Link(shim, program, Optional.of(link.target())));
      }
    }
    return operations;
  }

  /** Default tools, recorded executables, and the shims that are there. */
  private Set<Path> names() {
    Set<Path> names = new TreeSet<>(recorded());
    for (Path path : home.children(HomeLayout.BIN)) {
      if (home.at(path).orElseThrow() instanceof Entry.Link link && isOurs(path, link)) {
        names.add(path.getFileName());
      }
    }
    names.removeIf(name -> HomeLayout.PROGRAMS.contains(name.toString()));
    return names;
  }

  /** The names that should have a shim whether or not they have one. */
  private Set<Path> recorded() {
    Set<Path> names = new TreeSet<>();
    HomeLayout.DEFAULT_SHIMS.forEach(name -> names.add(Path.of(name)));
    for (Path file : Packages.binFiles(home)) {
      String text = HomePath.text(file.getFileName());
      String name = text.substring(0, text.length() - ".json".length());
      if (PackageManifest.isBinName(name)) {
        names.add(HomePath.of(name));
      }
    }
    return names;
  }

  /** What is in the way of a shim, or a link that a person made: kept, and worth saying. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Set<Path> recorded = recorded();
    for (Path path : home.children(HomeLayout.BIN)) {
      Path name = path.getFileName();
      Entry entry = home.at(path).orElseThrow();
      boolean isWanted = recorded.contains(name);
      if (entry instanceof Entry.Link link && !isOurs(path, link)) {
        String reason = "a link of your own to " + HomePath.text(link.target()) + ", left alone";
        String where = link.leadsTo() == Entry.Leads.NOWHERE ? "; it leads nowhere" : "";
        findings.add(new Finding(path, reason + where, isWanted ? RENAME : "Nothing to do."));
      } else if (isWanted && !(entry instanceof Entry.Link)) {
        findings.add(new Finding(path, "it is in the place of a shim, and is no link", RENAME));
      }
    }
    return findings;
  }

  private static final String RENAME = "Rename it and run `volta-migrate`, to get the shim back.";

  /**
   * Whether a link is a shim that some Volta made: it leads to a program {@code volta-shim},
   * wherever that is or was, or to V0's {@code shim} at the top of a home.
   */
  private boolean isOurs(Path shim, Entry.Link link) {
    Path target = link.target();
    if (target.getFileName() == null) {
      return false;
    }
    String program = target.getFileName().toString();
    if (program.equals("volta-shim")) {
      return true;
    }
    Path top = home.home().resolve(shim).getParent().resolve(target).normalize().getParent();
    return program.equals("shim")
        && top != null
        && (top.equals(home.home()) || top.endsWith(".volta"));
  }
}
