package dev.voltad.protocol;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A daemon that runs.
 *
 * @param uptimeSeconds for how long it has run
 * @param socket the path of its socket
 * @param watch {@code events}, or {@code poll} where events are not to be had
 * @param memory how many bytes of it are in memory; empty where the system does not tell
 * @param lastLook when it looked at the home last
 * @param nextLook when it looks at the home again if nothing happens
 */
public record DaemonInfo(
    String version,
    long pid,
    Instant started,
    long uptimeSeconds,
    String socket,
    String watch,
    OptionalLong memory,
    Optional<Instant> lastLook,
    Optional<Instant> nextLook) {}
