package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.install.Adoption;
import dev.voltad.migrate.install.Slots;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The pointer is switched again and again while tools and {@code volta} are started: each start
 * finds a release, and all its parts in that one. The launcher and the shim are those of the
 * release tree; the JVM is a script that tells what it was given.
 */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(300)
class PointerIT {
  private static final int FLIPS = 20_000;
  private static final List<String> NAMES = List.of("0.1.0-000000000001", "0.2.0-000000000002");

  private final ProductTree tree = ProductTree.open();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicInteger starts = new AtomicInteger();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private Path folder;
  private Path home;

  @BeforeEach
  void install() throws IOException {
    folder = Trees.createInMemory("voltad-pointer");
    home = Files.createDirectory(folder.resolve("home"));
    Slots slots = new Slots(home, new PosixFileOps());
    for (String name : NAMES) {
      slots.place(release(name), name, slot -> {}, slot -> {});
    }
    slots.use(NAMES.get(0));
    new Adoption(home, new PosixFileOps()).adopt(slots.folder(NAMES.get(0)).resolve("bin/volta"));
    Files.createFile(home.resolve("layout.v4"));
    Files.createSymbolicLink(home.resolve("bin/node"), Path.of("../self/current/bin/volta-shim"));
    script(home.resolve("tools/image/node/20.0.0/bin/node"), "echo node");
    Files.createDirectories(home.resolve("tools/user"));
    Files.writeString(
        home.resolve("tools/user/platform.json"),
        "{\"node\":{\"runtime\":\"20.0.0\",\"npm\":null},\"pnpm\":null,\"yarn\":null}");
  }

  private Path release(String name) throws IOException {
    Path release = folder.resolve(name);
    for (String program : List.of("volta", "volta-shim")) {
      Path file = release.resolve("bin").resolve(program);
      Files.createDirectories(file.getParent());
      Files.copy(tree.bin().resolve(program), file, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createDirectories(release.resolve("app"));
    Files.createFile(release.resolve("app/volta.jar"));
    script(release.resolve("runtime/bin/java"), "echo \"$0 $*\"");
    return release;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void remove() {
    tree.close();
    Trees.delete(folder);
  }

  @Test
  void start_whileThePointerIsSwitched_findsOneWholeRelease() throws Exception {
    List<Thread> readers =
        List.of(
            new Thread(() -> start("node", this::isNode)),
            new Thread(() -> start("volta", PointerIT::isOfOne)));
    readers.forEach(Thread::start);
    Slots slots = new Slots(home, new PosixFileOps());
    int flips = 0;
    while (flips < FLIPS) {
      slots.use(NAMES.get(++flips % 2));
    }
    isOver.set(true);
    for (Thread reader : readers) {
      reader.join();
    }

    System.out.printf(
        "pointer: %d switches, %d starts, %d wrong%n", flips, starts.get(), wrong.size());
    assertEquals(List.of(), List.copyOf(wrong));
    assertTrue(starts.get() >= 100, () -> "only " + starts + " starts");
  }

  private interface Check {
    boolean isRight(Outcome outcome);
  }

  private void start(String program, Check check) {
    Program start =
        Program.of(home.resolve("bin").resolve(program).toString(), "x")
            .with("VOLTA_HOME", home.toString())
            .in(folder);
    while (!isOver.get()) {
      Outcome outcome = start.run();
      starts.incrementAndGet();
      if (!check.isRight(outcome)) {
        wrong.add(outcome.toString());
      }
    }
  }

  private boolean isNode(Outcome outcome) {
    return outcome.exit() == 0 && outcome.out().equals("node\n");
  }

  /** Everything that the JVM is given of a release is of the same. */
  private static boolean isOfOne(Outcome outcome) {
    long releases = NAMES.stream().filter(name -> outcome.out().contains(name)).count();
    return outcome.exit() == 0 && releases == 1 && outcome.out().contains("app/volta.jar x");
  }
}
