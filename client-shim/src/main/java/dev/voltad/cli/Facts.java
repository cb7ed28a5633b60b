package dev.voltad.cli;

import dev.voltad.migrate.HomeState;
import dev.voltad.migrate.fs.Ownership;
import dev.voltad.protocol.DaemonInfo;
import dev.voltad.protocol.Endpoint;
import dev.voltad.protocol.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarFile;

/**
 * Observes what the checks of {@link Doctor} judge. Empty is what does not apply. What a fact means
 * is said in {@link HomeChecks}, {@link ProgramChecks}, {@link DaemonChecks}, {@link SystemChecks}.
 */
final class Facts {

  /** Only asked if there is a home. */
  interface HomeFact {
    Optional<Diagnosis> examine(Patient patient, Path home) throws Exception;
  }

  private Facts() {}

  static Optional<Diagnosis> owner(Patient patient, Path home) throws IOException {
    return Optional.of(HomeChecks.owner(home, Ownership.uid(home), Ownership.ourUid()));
  }

  static Optional<Diagnosis> mode(Patient patient, Path home) throws IOException {
    return Optional.of(HomeChecks.mode(home, Files.getPosixFilePermissions(home)));
  }

  static HomeFact ofState(Function<HomeState, Diagnosis> judge) {
    return (patient, home) -> Optional.of(judge.apply(patient.state()));
  }

  static List<Diagnosis> findings(Patient patient) {
    return patient.home().isEmpty() ? List.of() : HomeChecks.findings(patient.state());
  }

  static Optional<Diagnosis> shims(Patient patient, Path home) throws IOException {
    Optional<Path> folder = ProgramChecks.shimFolder(home);
    return folder.isEmpty() || patient.programs().isEmpty()
        ? Optional.empty()
        : Optional.of(ProgramChecks.shims(folder.get(), patient.programs().get()));
  }

  private static Optional<Path> tree() {
    String named = System.getProperty("voltad.tree", "");
    return named.isEmpty() ? Optional.empty() : Optional.of(Path.of(named));
  }

  static Optional<Diagnosis> versions(Patient patient) throws IOException {
    return tree().isEmpty()
        ? Optional.empty()
        : Optional.of(
            ProgramChecks.oneVersion(ProgramChecks.versions(tree().get().resolve("app"))));
  }

  static Optional<Diagnosis> binOnPath(Patient patient, Path home) {
    return Optional.of(ProgramChecks.binOnPath(home.resolve("bin"), patient.path()));
  }

  static Optional<Diagnosis> shadow(Patient patient, Path home) {
    return Optional.of(ProgramChecks.shadow(home.resolve("bin"), patient.path()));
  }

  static Optional<Diagnosis> otherVolta(Patient patient) throws IOException {
    return patient.programs().isEmpty()
        ? Optional.empty()
        : Optional.of(ProgramChecks.otherVolta(patient.path(), patient.programs().get()));
  }

  static Optional<Diagnosis> java(Patient patient) {
    return tree()
        .map(tree -> Files.isExecutable(tree.resolve("runtime/bin/java")))
        .map(hasRuntime -> ProgramChecks.java(patient.variable("JAVA_HOME"), hasRuntime));
  }

  static Optional<Status> status(Patient patient) {
    return patient.daemon().status();
  }

  static Optional<Diagnosis> answers(Patient patient, Path home) {
    boolean isExpected = Files.exists(home.resolve("self/endpoint"));
    return Optional.of(DaemonChecks.answers(patient.daemon(), isExpected));
  }

  static Optional<Diagnosis> daemonVersion(Patient patient, Path home) {
    Optional<DaemonInfo> daemon = status(patient).flatMap(Status::daemon);
    return daemon.map(info -> DaemonChecks.version(info, Main.version()));
  }

  static Optional<Diagnosis> daemonHome(Patient patient, Path home) throws IOException {
    Optional<Status> status = status(patient);
    return status.isEmpty()
        ? Optional.empty()
        : Optional.of(DaemonChecks.sameHome(home, status.get()));
  }

  static Optional<Diagnosis> socket(Patient patient, Path home) throws Exception {
    Path file = home.resolve("self/endpoint");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Optional<Path> socket = new Endpoint(home).read();
    return Optional.of(
        socket.isEmpty()
            ? DaemonChecks.leftOver(home, "It names no socket.")
            : DaemonChecks.socket(home, socket.get()));
  }

  static Optional<Diagnosis> manager(Patient patient, Path home) throws Exception {
    return Optional.of(
        DaemonChecks.manager(patient.hasUser(), patient.services().map(UserServices::title)));
  }

  static Optional<Diagnosis> units(Patient patient, Path home) throws Exception {
    Optional<UserServices> services = patient.services();
    return services.isEmpty()
        ? Optional.empty()
        : Optional.of(DaemonChecks.units(services.get().files()));
  }

  static Optional<Diagnosis> enabled(Patient patient, Path home) throws Exception {
    Optional<UserServices> services = patient.services().filter(UserServices::isInstalled);
    return services.isEmpty()
        ? Optional.empty()
        : Optional.of(DaemonChecks.enabled(services.get().isEnabled()));
  }

  static Optional<Diagnosis> managed(Patient patient, Path home) throws Exception {
    Optional<UserServices> services = patient.services().filter(UserServices::isInstalled);
    return services.isEmpty()
        ? Optional.empty()
        : Optional.of(
            DaemonChecks.managed(status(patient).isPresent(), services.get().isRunning()));
  }

  static Optional<Diagnosis> space(Patient patient, Path home) throws IOException {
    return Optional.of(SystemChecks.space(home, Files.getFileStore(home).getUsableSpace()));
  }

  static Optional<Diagnosis> inodes(Patient patient, Path home) throws InterruptedException {
    return Optional.of(SystemChecks.inodes(home, SystemChecks.freeInodes(home)));
  }

  static Optional<Diagnosis> filesystem(Patient patient, Path home) throws IOException {
    return Optional.of(SystemChecks.filesystem(home, Files.getFileStore(home).type()));
  }

  static Optional<Diagnosis> temporary(Patient patient) {
    return Optional.of(SystemChecks.temporary(patient.variable("TMPDIR")));
  }

  /** Only Linux has these limits. */
  static Optional<Diagnosis> inotify(String limit) throws IOException {
    Path file = Path.of("/proc/sys/fs/inotify", limit);
    return Files.exists(file)
        ? Optional.of(SystemChecks.inotify(limit, number(file)))
        : Optional.empty();
  }

  /** Read at once: the kernel gives such a file only to the first read. */
  static long number(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return Long.parseLong(reader.readLine().strip());
    }
  }

  /** Every file of a jar has the time that the build gives it, the same in every build. */
  static Optional<Diagnosis> clock(Patient patient) throws IOException {
    if (tree().isEmpty()) {
      return Optional.empty();
    }
    try (JarFile jar = new JarFile(tree().get().resolve("app/volta.jar").toFile())) {
      int built =
          jar.getEntry(JarFile.MANIFEST_NAME)
              .getLastModifiedTime()
              .toInstant()
              .atZone(ZoneOffset.UTC)
              .getYear();
      return Optional.of(SystemChecks.clock(LocalDate.now(ZoneOffset.UTC).getYear(), built));
    }
  }
}
