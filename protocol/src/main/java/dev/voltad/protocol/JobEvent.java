package dev.voltad.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;

/**
 * One line of the answer to a request that waits for a job.
 *
 * @param event {@code progress}, {@code heartbeat}, {@code result} or {@code problem}; the last two
 *     are the last line
 * @param text for a person who waits, in a progress line
 * @param job the job now; not in a heartbeat
 * @param problem why it failed, in a problem line
 */
public record JobEvent(
    String event, Optional<String> text, Optional<Job> job, Optional<Problem> problem) {
  /** The media type of such an answer: one JSON object a line. */
  public static final String MEDIA_TYPE = "application/x-ndjson";

  /** Nothing new, still alive. */
  public static final JobEvent HEARTBEAT =
      new JobEvent("heartbeat", Optional.empty(), Optional.empty(), Optional.empty());

  /** What a job is at; the last event if it is done. */
  public static JobEvent of(Job job) {
    if (job.problem().isPresent()) {
      return new JobEvent("problem", Optional.empty(), Optional.of(job), job.problem());
    }
    if (job.ended().isPresent()) {
      return new JobEvent("result", Optional.empty(), Optional.of(job), Optional.empty());
    }
    return new JobEvent(
        "progress", Optional.of(StatusText.progress(job)), Optional.of(job), Optional.empty());
  }

  /** Whether nothing follows it. */
  @JsonIgnore
  public boolean isLast() {
    return event.equals("result") || event.equals("problem");
  }
}
