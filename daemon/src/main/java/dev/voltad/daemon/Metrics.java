package dev.voltad.daemon;

import dev.voltad.daemon.job.JobLog;
import dev.voltad.daemon.os.ProcessFacts;
import dev.voltad.daemon.server.Traffic;
import dev.voltad.protocol.Condition;
import dev.voltad.protocol.DaemonInfo;
import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Status;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What can be counted of the daemon, in the OpenMetrics text format 1.0 (prometheus.io/docs/specs).
 * Names are never given another meaning.
 */
final class Metrics {
  private final StringBuilder text = new StringBuilder();

  private Metrics() {}

  /**
   * @param status of a daemon that runs
   */
  static String of(Status status, JobLog jobs, Traffic traffic) {
    DaemonInfo daemon = status.daemon().orElseThrow();
    Metrics metrics = new Metrics();
    metrics.family("voltad_build", "info", "The program.");
    metrics.sample("voltad_build_info{version=\"" + daemon.version() + "\"}", 1);
    metrics.gauge("voltad_start_time_seconds", "When it started.", seconds(daemon.started()));
    metrics.home(status.home());
    metrics.gauge("voltad_hold", "Whether the home is on hold.", status.hold().isPresent() ? 1 : 0);
    daemon
        .lastLook()
        .ifPresent(
            at ->
                metrics.gauge(
                    "voltad_home_looked_at_seconds", "When it was looked at.", seconds(at)));
    metrics.jobs(jobs);
    metrics.traffic(traffic);
    metrics.process();
    return metrics.text.append("# EOF\n").toString();
  }

  private void home(HomeInfo home) {
    family("voltad_home_condition", "stateset", "How the home is.");
    for (Condition condition : Condition.values()) {
      sample(
          "voltad_home_condition{voltad_home_condition=\"" + condition.id() + "\"}",
          home.condition() == condition ? 1 : 0);
    }
    gauge("voltad_home_pending_changes", "Changes still to be made.", home.pending());
    gauge("voltad_home_findings", "What cannot be used and was kept.", home.countFindings());
  }

  private void jobs(JobLog jobs) {
    family("voltad_jobs", "counter", "Jobs that have ended.");
    sample("voltad_jobs_total{result=\"ok\"}", jobs.succeeded());
    sample("voltad_jobs_total{result=\"failed\"}", jobs.failed());
    family("voltad_job_duration_seconds", "summary", "How long they took.");
    sample("voltad_job_duration_seconds_count", jobs.count());
    sample("voltad_job_duration_seconds_sum", jobs.took().toMillis() / 1000.0);
  }

  private void traffic(Traffic traffic) {
    gauge("voltad_connections", "Connections that are open.", traffic.connections());
    gauge("voltad_event_streams", "Clients that follow the events.", traffic.streams());
    family("voltad_refused_peers", "counter", "Connections of other users.");
    sample("voltad_refused_peers_total", traffic.refusedPeers());
    family("voltad_answers", "counter", "Answers, by their status.");
    for (int status = 2; status <= 5; status++) {
      sample("voltad_answers_total{status=\"" + status + "xx\"}", traffic.answers(status));
    }
  }

  private void process() {
    Runtime runtime = Runtime.getRuntime();
    gauge(
        "voltad_heap_used_bytes",
        "Java objects, garbage included.",
        runtime.totalMemory() - runtime.freeMemory());
    ifKnown("process_resident_memory_bytes", "Memory.", ProcessFacts.residentBytes());
    ifKnown("process_threads", "Threads.", ProcessFacts.threads());
    ifKnown("process_open_fds", "Descriptors.", ProcessFacts.descriptors());
  }

  private void ifKnown(String name, String help, OptionalLong value) {
    value.ifPresent(known -> gauge(name, help, known));
  }

  private void gauge(String name, String help, double value) {
    family(name, "gauge", help);
    sample(name, value);
  }

  private void family(String name, String type, String help) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }

  private void sample(String name, double value) {
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
    String number =
        isWhole ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3f", value);
    text.append(name).append(' ').append(number).append('\n');
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }
}
