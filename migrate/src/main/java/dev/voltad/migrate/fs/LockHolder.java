package dev.voltad.migrate.fs;

import java.time.Instant;
import java.util.Optional;

/**
 * Who holds the lock of a home, as far as it can be told. It explains; it never decides.
 *
 * @param pid the process
 * @param program its name, for example {@code volta-migrate} or {@code flock}
 * @param purpose what it said it is doing, for example {@code migrate: applying}; empty for a
 *     program that is not ours
 * @param since when it took the lock; empty if it did not say
 */
public record LockHolder(
    long pid, String program, Optional<String> purpose, Optional<Instant> since) {}
