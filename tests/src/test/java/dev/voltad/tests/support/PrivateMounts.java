package dev.voltad.tests.support;

import java.nio.file.Path;

/**
 * Mounts that only some programs see: a mount namespace, held open by a process. Needs root. It is
 * gone with everything in it when it is closed.
 *
 * @param holder keeps the namespace
 */
public record PrivateMounts(Running holder) implements AutoCloseable {

  /** Runs a shell script in a new namespace; what it mounts stays until the end. */
  public static PrivateMounts of(String script, Path... arguments) {
    Program program =
        Program.of(
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-ec",
            script + "; echo mounted; exec sleep 600",
            "mounts");
    for (Path argument : arguments) {
      program = program.and(argument.toString());
    }
    Running holder = program.start();
    holder.until("it is mounted", () -> holder.stdout().contains("mounted"));
    return new PrivateMounts(holder);
  }

  /** The same program, inside. */
  public Program in(Program program) {
    return program.under("nsenter", "--mount=/proc/" + holder.pid() + "/ns/mnt", "--");
  }

  /** A path as it is inside. */
  public Path seen(Path path) {
    return Path.of("/proc/" + holder.pid() + "/root").resolve(Path.of("/").relativize(path));
  }

  @Override
  public void close() {
    holder.close();
  }
}
