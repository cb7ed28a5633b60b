package dev.voltad.daemon.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Becomes another program, with the same number and the same standard streams: execve(2). */
public final class ProcessImage {
  private ProcessImage() {}

  /**
   * Does not return if it succeeds. Locks are given back: their descriptors are closed.
   *
   * @param arguments without the name of the program
   * @throws IOException if the system will not; this program goes on
   */
  public static void become(Path program, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(program.toString()));
    all.addAll(arguments);
    // The socket of a service manager is on standard input by now, whatever 3 is.
    List<String> variables =
        environment.entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith("LISTEN_"))
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList();
    try {
      Libc.execve(program.toString(), array(all), array(variables));
    } catch (LastErrorException e) {
      throw new IOException("execve: " + program + ": error " + e.getErrorCode(), e);
    }
  }

  /** As C has it: pointers to texts, and a NULL. */
  private static Pointer array(List<String> texts) {
    return new StringArray(texts.toArray(new String[0]));
  }

  private static final class Libc {
    static {
      Native.register(Libc.class, Platform.C_LIBRARY_NAME);
    }

    static native int execve(String program, Pointer arguments, Pointer environment)
        throws LastErrorException;
  }
}
