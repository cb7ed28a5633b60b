package dev.voltad.cli;

import dev.voltad.cli.Facts.HomeFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checks of {@code volta doctor}: one table, in the order in which they are shown. A check that
 * does not apply, for example to a home that is not there, finds nothing. One that breaks is an
 * error of its own and stops no other.
 */
final class Doctor {

  /** Observes and judges; what does not apply is judged with an empty list. */
  interface Examiner {
    List<Diagnosis> examine(Patient patient) throws Exception;
  }

  /**
   * One line of the table.
   *
   * @param id for example {@code home.layout}; never changes its meaning
   */
  record Check(String id, Examiner examiner) {}

  /** The id of a check, and one thing that it found. */
  record Row(String id, Diagnosis diagnosis) {}

  static final List<Check> CHECKS =
      List.of(
          check("home.exists", patient -> Optional.of(HomeChecks.exists(patient.named()))),
          ofHome("home.owner", Facts::owner),
          ofHome("home.writable", (patient, home) -> Optional.of(HomeChecks.writable(home))),
          ofHome("home.mode", Facts::mode),
          ofHome("home.lock", (patient, home) -> Optional.of(HomeChecks.lock(home))),
          ofHome("home.layout", Facts.ofState(HomeChecks::layout)),
          ofHome("home.journal", Facts.ofState(HomeChecks::journal)),
          ofHome("home.drift", Facts.ofState(HomeChecks::drift)),
          new Check("home.findings", Facts::findings),
          check("programs.present", patient -> patient.programs().map(ProgramChecks::present)),
          ofHome("programs.shims", Facts::shims),
          check("programs.version", Facts::versions),
          check("programs.release", patient -> ReleaseChecks.release()),
          ofHome("programs.slots", (patient, home) -> ReleaseChecks.slots(home)),
          ofHome("programs.upstream", (patient, home) -> ReleaseChecks.upstream(home)),
          ofHome("path.bin", Facts::binOnPath),
          ofHome("path.shadow", Facts::shadow),
          check("path.volta", Facts::otherVolta),
          check("java", Facts::java),
          ofHome("daemon.answers", Facts::answers),
          ofHome("daemon.version", Facts::daemonVersion),
          ofHome("daemon.home", Facts::daemonHome),
          ofHome(
              "daemon.problem", (patient, home) -> Facts.status(patient).map(DaemonChecks::says)),
          ofHome("daemon.socket", Facts::socket),
          ofHome("service.manager", Facts::manager),
          ofHome("service.units", Facts::units),
          ofHome("service.enabled", Facts::enabled),
          ofHome("service.managed", Facts::managed),
          ofHome("disk.space", Facts::space),
          ofHome("disk.inodes", Facts::inodes),
          ofHome("disk.type", Facts::filesystem),
          check("disk.temporary", Facts::temporary),
          check("inotify.watches", patient -> Facts.inotify("max_user_watches")),
          check("inotify.instances", patient -> Facts.inotify("max_user_instances")),
          check("clock", Facts::clock));

  private Doctor() {}

  /** For checks of at most one finding. */
  private interface Fact {
    Optional<Diagnosis> examine(Patient patient) throws Exception;
  }

  private static Check check(String id, Fact fact) {
    return new Check(id, patient -> fact.examine(patient).stream().toList());
  }

  private static Check ofHome(String id, HomeFact fact) {
    return check(
        id,
        patient ->
            patient.home().isPresent()
                ? fact.examine(patient, patient.home().get())
                : Optional.empty());
  }

  /** Runs all checks. */
  static List<Row> examine(Patient patient) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Check check : CHECKS) {
      for (Diagnosis diagnosis : examine(check, patient)) {
        rows.add(new Row(check.id(), diagnosis));
      }
    }
    return rows;
  }

  static List<Diagnosis> examine(Check check, Patient patient) throws InterruptedException {
    try {
      return check.examiner().examine(patient);
    } catch (InterruptedException e) {
      throw e;
    } catch (CommandException e) {
      return List.of(notChecked(check, e.problem().detail(), e.problem().next()));
    } catch (Exception e) { // whatever a broken home makes of a check, the others are shown
      return List.of(
          notChecked(check, String.valueOf(e), "See that you may read what is named above."));
    }
  }

  private static Diagnosis notChecked(Check check, String why, String next) {
    return Diagnosis.error(check.id() + " could not be checked.", why, next);
  }
}
