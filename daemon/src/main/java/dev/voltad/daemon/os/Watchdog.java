package dev.voltad.daemon.os;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * systemd's watchdog (sd_watchdog_enabled(3)): it kills a daemon that has not said for some time
 * that it is alive. What counts is the thread that does the jobs, so only that thread says it: as a
 * job of its own when there is nothing else to do, and on the way through a long one.
 *
 * <p>Owned by the job thread.
 */
public final class Watchdog {
  private final ServiceManager manager;
  private final Duration interval;
  private final LongSupplier nanos;
  private long last;

  /**
   * @param interval how often it should be fed
   * @param nanos the clock
   */
  Watchdog(ServiceManager manager, Duration interval, LongSupplier nanos) {
    this.manager = manager;
    this.interval = interval;
    this.nanos = nanos;
    this.last = nanos.getAsLong() - interval.toNanos();
  }

  /** The watchdog that the environment asks this process to feed; empty if there is none. */
  public static Optional<Watchdog> of(ServiceManager manager, Map<String, String> environment) {
    return interval(environment, ProcessHandle.current().pid())
        .map(interval -> new Watchdog(manager, interval, System::nanoTime));
  }

  /** A third of {@code WATCHDOG_USEC}, so that one that comes late does no harm. */
  static Optional<Duration> interval(Map<String, String> environment, long pid) {
    String limit = environment.getOrDefault("WATCHDOG_USEC", "");
    String who = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    if (!limit.matches("[1-9]\\d{0,17}") || !who.equals(Long.toString(pid))) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.multiplyExact(Long.parseLong(limit), 1000L) / 3));
  }

  public Duration interval() {
    return interval;
  }

  /** The job thread is alive. Most calls do nothing: a job may say it as often as it likes. */
  public void feed() {
    long now = nanos.getAsLong();
    if (now - last >= interval.toNanos() / 2) {
      last = now;
      manager.alive();
    }
  }
}
