package dev.voltad.tests.support;

import dev.voltad.protocol.release.ReleaseTree;
import dev.voltad.protocol.release.TreeManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A release of the programs of this build that is quickly copied: no Java of its own, no archives;
 * its programs need {@code JAVA_HOME}.
 */
public final class SmallRelease {
  /** A {@code voltad} that is killed once it has said on trial that it is healthy. */
  public static final String ENDS_ONCE_HEALTHY =
      "[ \"$1\" != --take-over ] || exec > >(while read -r word; do echo \"$word\";"
          + " [ \"$word\" != HEALTHY ] || { sleep 0.5; kill -9 $$; }; done); "
          + real("voltad");

  private SmallRelease() {}

  /** Makes one, manifest and all. */
  public static Path of(Path tree, Path release) throws IOException {
    copy(tree, release);
    return sealed(release);
  }

  /** The same without the daemon, which is the larger half. */
  public static Path withoutDaemon(Path tree, Path release) throws IOException {
    copy(tree, release);
    Program.of("sh", "-c", "rm app/netty-* app/voltad.*").in(release).run().assertExit(0);
    return sealed(release);
  }

  private static void copy(Path tree, Path release) throws IOException {
    Files.createDirectories(release);
    for (String part : new String[] {"bin", "app", "install.sh"}) {
      String from = tree.resolve(part).toString();
      Program.of("cp", "-a", from, release.toString()).run().assertExit(0);
    }
    Program.of("sh", "-c", "rm -f app/*.jsa").in(release).run().assertExit(0);
  }

  private static Path sealed(Path release) throws IOException {
    return seal(release, "0.0.1");
  }

  /** Writes its manifest anew: what is there now is the release of that version. */
  public static Path seal(Path release, String version) throws IOException {
    TreeManifest manifest = new ReleaseTree(release).scan(version, "test");
    Files.write(release.resolve(TreeManifest.FILE), manifest.text());
    return release;
  }

  /** Puts a script in the place of a program, which it finds as {@code $0.real}. */
  public static void wrap(Path release, String program, String script) throws IOException {
    Path file = release.resolve("bin").resolve(program);
    Files.move(file, file.resolveSibling(program + ".real"));
    UpdateWorld.script(file, script);
  }

  /** The end of such a script: it becomes the program. */
  public static String real(String program) {
    return "exec -a " + program + " \"$0.real\" \"$@\"";
  }
}
