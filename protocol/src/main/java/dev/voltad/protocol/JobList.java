package dev.voltad.protocol;

import java.util.List;

/**
 * The answer to {@code GET /v1/jobs}.
 *
 * @param jobs oldest first; the last one may be under way
 */
public record JobList(int schema, List<Job> jobs) {
  public JobList {
    jobs = List.copyOf(jobs);
  }
}
