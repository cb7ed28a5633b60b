package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a process or a mount behind. */
public final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
  private static final long GRACE_SECONDS = 2;

  private List<String> mounts = List.of();

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    mounts = mounts();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    List<String> left = new ArrayList<>();
    for (ProcessHandle process : marked()) {
      // Its own line first: a process that ends in time is fine.
      String line = process.pid() + " " + process.info().commandLine().orElse("?");
      if (!endsInTime(process)) {
        left.add(line);
        process.destroyForcibly();
      }
    }
    if (!left.isEmpty()) {
      throw new AssertionError("left running (killed now): " + left);
    }
    List<String> more = new ArrayList<>(mounts());
    more.removeAll(mounts);
    if (!more.isEmpty()) {
      throw new AssertionError("left mounted: " + more);
    }
  }

  private static boolean endsInTime(ProcessHandle process) throws Exception {
    CompletableFuture<ProcessHandle> end = process.onExit();
    try {
      end.get(GRACE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    }
  }

  /** Everything that inherited our mark, whoever its parent is now. */
  private static List<ProcessHandle> marked() {
    String mark = Program.MARK + "=" + Program.MARK_VALUE + "\0";
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> environment(process).contains(mark))
        .toList();
  }

  private static String environment(ProcessHandle process) {
    Path file = Path.of("/proc/" + process.pid() + "/environ");
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) + "\0";
    } catch (IOException goneOrForeign) {
      return "";
    }
  }

  /** Those in the folders that tests make for themselves; others come and go on any machine. */
  private static List<String> mounts() throws IOException {
    Path table = Path.of("/proc/self/mounts");
    return Files.exists(table)
        ? Files.readAllLines(table, StandardCharsets.ISO_8859_1).stream()
            .filter(line -> line.contains("/junit-") || line.contains("/voltad-"))
            .toList()
        : List.of();
  }
}
