package dev.voltad.protocol;

import java.util.Optional;

/**
 * The answer to {@code /v1/hold}.
 *
 * @param held whether there is a hold now
 * @param hold which
 */
public record HoldState(int schema, boolean held, Optional<Hold> hold) {

  public static HoldState of(Optional<Hold> hold) {
    return new HoldState(Status.SCHEMA, hold.isPresent(), hold);
  }
}
