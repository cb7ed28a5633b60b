package dev.voltad.daemon.update;

import dev.voltad.daemon.job.TrackedJob;

/** Tells those who wait for a job how an update gets on, and steps aside when it is time to. */
final class JobListener implements UpdateEngine.Listener {
  private static final int WHOLE = 100;

  private final TrackedJob job;
  private final Shift shift;

  JobListener(TrackedJob job, Shift shift) {
    this.job = job;
    this.shift = shift;
  }

  @Override
  public void phase(String phase) {
    if (phase.equals(UpdateEngine.ACTIVATING)) {
      shift.pause(); // what the new release makes of the home is not for this one to judge
    }
    job.change(job.job().at(phase));
  }

  @Override
  public void progress(long done, long total) {
    int percent = total == 0 ? WHOLE : (int) (WHOLE * done / total);
    job.change(job.job().progress(percent, WHOLE));
  }
}
