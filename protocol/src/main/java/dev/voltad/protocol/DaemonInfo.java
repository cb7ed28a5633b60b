package dev.voltad.protocol;

import java.time.Instant;

/**
 * A daemon that runs.
 *
 * @param socket the path of its socket
 * @param watch {@code events}, or {@code poll} where events are not to be had
 */
public record DaemonInfo(String version, long pid, Instant started, String socket, String watch) {}
