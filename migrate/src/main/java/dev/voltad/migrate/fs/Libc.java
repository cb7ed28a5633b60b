package dev.voltad.migrate.fs;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import dev.voltad.migrate.layout.HomePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The system calls that Java lacks: flock(2), syncfs(2), geteuid(2). Thread-safe. */
final class Libc {
  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;

  static final int EINTR = 4;
  static final int EAGAIN_LINUX = 11;
  static final int EAGAIN_BSD = 35;

  private static final int O_RDONLY = 0;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = Platform.isMac() ? 0x1000000 : 0x80000;

  static {
    Native.register(Libc.class, Platform.C_LIBRARY_NAME);
  }

  private Libc() {}

  // open(2) is variadic, and on some processors a variadic argument travels differently. Two
  // arguments are fixed, so a file that may be missing is created by Java first.
  private static native int open(byte[] path, int flags) throws LastErrorException;

  static native int flock(int descriptor, int operation) throws LastErrorException;

  static native int close(int descriptor) throws LastErrorException;

  static native int geteuid();

  private static native String strerror(int error);

  private static native void sync();

  /** Opens an existing file for reading and writing, closed on exec. */
  static int openReadWrite(Path file) throws LastErrorException {
    return open(terminated(file), O_RDWR | O_CLOEXEC);
  }

  /** The system's own words, for example {@code No locks available}. */
  static String text(LastErrorException error) {
    return strerror(error.getErrorCode());
  }

  static void syncFilesystem(Path path) throws IOException {
    if (!Platform.isLinux()) {
      sync();
      return;
    }
    try {
      int descriptor = open(terminated(path), O_RDONLY | O_CLOEXEC);
      try {
        LinuxOnly.syncfs(descriptor);
      } finally {
        close(descriptor);
      }
    } catch (LastErrorException e) {
      throw new IOException("syncfs: " + path + ": " + text(e), e);
    }
  }

  private static byte[] terminated(Path path) {
    byte[] bytes = HomePath.bytes(path);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /** Bound on its own, because binding fails where a name is missing. */
  private static final class LinuxOnly {
    static {
      Native.register(LinuxOnly.class, Platform.C_LIBRARY_NAME);
    }

    static native int syncfs(int descriptor) throws LastErrorException;
  }
}
