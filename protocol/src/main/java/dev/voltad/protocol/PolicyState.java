package dev.voltad.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer to {@code /v1/policy} and {@code volta self policy --json}.
 *
 * @param settings what a person has set
 * @param managed what is set for the whole machine and in force instead, if anything is
 * @param hold if there is one now
 * @param unknown names of fields in the file that this program does not know; it keeps them
 */
public record PolicyState(
    int schema,
    Settings settings,
    Optional<Settings> managed,
    Optional<Hold> hold,
    List<String> unknown) {

  public PolicyState {
    unknown = List.copyOf(unknown);
  }

  public static PolicyState of(Policy policy, Instant now) {
    return new PolicyState(
        Status.SCHEMA,
        policy.settings(),
        Optional.of(policy.managed()).filter(managed -> !managed.equals(Settings.NONE)),
        policy.hold().filter(hold -> hold.isOn(now)),
        policy.unknown());
  }
}
