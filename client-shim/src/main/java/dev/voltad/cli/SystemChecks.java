package dev.voltad.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Checks of the system below: filesystem, limits, clock. */
final class SystemChecks {
  /** What a migration of a large home writes, many times over. */
  private static final long MIN_BYTES = 64L << 20;

  private static final long MIN_INODES = 1000;

  /** Kernels have had at least this; whoever has less has set it so. */
  private static final long MIN_WATCHES = 8192;

  private static final long MIN_INSTANCES = 128;

  private static final Set<String> NETWORK =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "9p", "virtiofs", "webdav");

  private SystemChecks() {}

  static Diagnosis space(Path home, long bytes) {
    long mebibytes = bytes >> 20;
    return bytes >= MIN_BYTES
        ? Diagnosis.ok("Its filesystem has room.")
        : Diagnosis.warning(
            "The filesystem of " + home + " is nearly full.",
            mebibytes + " MiB are free; below 64 MiB a migration may have to be taken back.",
            "Make room there.");
  }

  /**
   * @param free empty if the filesystem has no fixed number, or it cannot be told
   */
  static Diagnosis inodes(Path home, OptionalLong free) {
    return free.isEmpty() || free.getAsLong() >= MIN_INODES
        ? Diagnosis.ok("Its filesystem has room for more files.")
        : Diagnosis.warning(
            "The filesystem of " + home + " has room for few more files.",
            free.getAsLong() + " inodes are free, and less than " + MIN_INODES + " are few.",
            "Remove files there.");
  }

  /** Java cannot tell; df(1) can, in a form that POSIX fixes but for the option. */
  static OptionalLong freeInodes(Path home) throws InterruptedException {
    ServiceCall df = ServiceCall.of(List.of("df", "-Pi", home.toString()));
    return df.isDone() ? parseInodes(df.output()) : OptionalLong.empty();
  }

  /** The second line: filesystem, all, used, free, ... */
  static OptionalLong parseInodes(String output) {
    String[] lines = output.split("\n");
    String[] fields = lines.length < 2 ? new String[0] : lines[lines.length - 1].split(" +");
    boolean isTold =
        fields.length > 4
            && fields[1].matches("[0-9]{1,18}")
            && !fields[1].equals("0")
            && fields[3].matches("[0-9]{1,18}");
    return isTold ? OptionalLong.of(Long.parseLong(fields[3])) : OptionalLong.empty();
  }

  static Diagnosis filesystem(Path home, String type) {
    return NETWORK.contains(type) || type.startsWith("fuse.")
        ? Diagnosis.note(
            home + " is on a filesystem of type " + type + ".",
            "A daemon may not hear of what another machine changes; it looks now and then.",
            "If it is slow, set VOLTA_HOME to a local folder.")
        : Diagnosis.ok("Its filesystem is local (" + type + ").");
  }

  static Diagnosis temporary(String named) {
    Path folder = Path.of(named.isEmpty() ? "/tmp" : named);
    if (Files.isDirectory(folder) && Files.isWritable(folder) && Files.isExecutable(folder)) {
      return Diagnosis.ok("The folder for temporary files can be used.");
    }
    return Diagnosis.warning(
        "The folder for temporary files cannot be used.",
        folder + (Files.isDirectory(folder) ? " cannot be written." : " is no folder."),
        "Set TMPDIR to a folder of yours.");
  }

  /**
   * @param limit from {@code /proc/sys/fs/inotify}, for example {@code max_user_watches}
   */
  static Diagnosis inotify(String limit, long value) {
    long least = limit.equals("max_user_instances") ? MIN_INSTANCES : MIN_WATCHES;
    return value >= least
        ? Diagnosis.ok("fs.inotify." + limit + " is " + value + ".")
        : Diagnosis.warning(
            "fs.inotify." + limit + " is low.",
            "It is " + value + "; where a daemon cannot watch, it looks now and then.",
            "Run `sudo sysctl fs.inotify." + limit + "=" + least + "`.");
  }

  /**
   * @param now the year by the clock
   * @param built the year in which this program was built
   */
  static Diagnosis clock(int now, int built) {
    return now >= built
        ? Diagnosis.ok("The clock can be right.")
        : Diagnosis.warning(
            "The clock is wrong.",
            "It shows the year " + now + "; this program was built in " + built + ".",
            "Set the clock.");
  }
}
