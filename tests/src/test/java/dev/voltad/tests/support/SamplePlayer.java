package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Asks a daemon what the samples of a document ask, in their order. */
public final class SamplePlayer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RunningDaemon daemon;
  private final SampleHome home;
  private final SampleMatch match = new SampleMatch();
  private List<String> status = List.of();

  public SamplePlayer(RunningDaemon daemon, SampleHome home) {
    this.daemon = daemon;
    this.home = home;
  }

  /**
   * What came, and how it differs from the sample.
   *
   * @param difference empty if it does not
   */
  public record Played(Exchange sample, UnixHttp.Answer answer, Optional<String> difference) {}

  /**
   * Plays one. After a command the daemon may need a moment to see what has changed, so a question
   * is then put again until the answer is right, for ten seconds.
   */
  public Played play(Exchange sample) throws IOException {
    boolean isRepeatable = sample.method().equals("GET") && !sample.commands().isEmpty();
    daemon.until("no job is under way", () -> !daemon.status().has("job"));
    for (String command : sample.commands()) {
      Program.of("sh", "-c", command).with("HOME", home.user().toString()).run().assertExit(0);
    }
    if (sample.resource().equals("GET /v1/status") && sample.mediaType().endsWith("/json")) {
      status = sample.answer();
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    Played played = ask(sample);
    while (isRepeatable && played.difference().isPresent() && System.nanoTime() < end) {
      played = ask(sample);
    }
    return played;
  }

  private Played ask(Exchange sample) throws IOException {
    Path socket = daemon.socket();
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
    String path = sample.path().replace("<id>", match.lastId());
    String body = sample.body().replace("<tomorrow>", tomorrow.toString());
    int lines = sample.isEndless() ? sample.answer().size() : Integer.MAX_VALUE;
    UnixHttp.Answer answer =
        UnixHttp.request(socket, sample.method(), path, sample.accept(), body, lines);
    return new Played(sample, answer, match.difference(sample, answer, status));
  }
}
