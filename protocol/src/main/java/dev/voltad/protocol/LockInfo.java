package dev.voltad.protocol;

import java.time.Instant;
import java.util.Optional;

/**
 * Who holds the lock of a home.
 *
 * @param program for example {@code volta-migrate}
 * @param purpose what it said it is doing; empty for a program that is not ours
 */
public record LockInfo(
    long pid, String program, Optional<String> purpose, Optional<Instant> since) {}
