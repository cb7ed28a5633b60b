package dev.voltad.tests.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** This product once more, built as the release 9.0.0, which has one more layout: v5. */
public final class SecondBuild {
  public static final String VERSION = "9.0.0";

  /** The layouts that it reads, and the one that it writes. */
  public static final String READS = "4,5";

  public static final String WRITES = "5";

  private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
  private static final Path FOLDER = Path.of("target/second-build").toAbsolutePath();

  private SecondBuild() {}

  /** Its release tree; built when first asked for, which takes minutes. */
  public static Path tree() {
    return Built.TREE;
  }

  private static final class Built {
    static final Path TREE = build();
  }

  private static Path build() {
    Program build =
        Program.of(
            SOURCES.resolve("tests/src/test/harness/second-build.sh").toString(),
            SOURCES.toString(),
            FOLDER.toString(),
            VERSION,
            "v5");
    for (String variable : List.of("HOME", "PATH", "JAVA_HOME", "MAVEN_OPTS")) {
      String value = System.getenv(variable);
      build = value == null ? build : build.with(variable, value);
    }
    build.within(Duration.ofMinutes(8)).run().assertExit(0);
    return FOLDER.resolve("target/tree");
  }
}
