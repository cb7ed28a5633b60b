package dev.voltad.tests.support;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Builds something of the native sources, as {@code client-shim/src/main/c/Makefile} says.
 *
 * @param folder where the results go
 */
public record NativeBuild(Path folder) {
  /** The module that has the native sources. */
  public static final Path MODULE = Path.of("../client-shim").toAbsolutePath().normalize();

  /** Runs make; whoever needs the result checks the outcome. */
  public Outcome make(String... arguments) {
    return Program.of("make", "-s", "-C", MODULE.resolve("src/main/c").toString(), "OUT=" + folder)
        .and(arguments)
        .within(Duration.ofMinutes(3))
        .run();
  }
}
