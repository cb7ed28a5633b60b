package dev.voltad.protocol;

import java.util.Optional;

/**
 * The answer to {@code GET /v1/lock}.
 *
 * @param held whether anybody holds the lock of the home now, as far as can be told
 * @param holder who does
 */
public record LockState(int schema, boolean held, Optional<LockInfo> holder) {

  public static LockState of(Optional<LockInfo> holder) {
    return new LockState(Status.SCHEMA, holder.isPresent(), holder);
  }
}
