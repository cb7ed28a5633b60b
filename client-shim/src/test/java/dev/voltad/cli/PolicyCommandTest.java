package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.voltad.protocol.PolicyState;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Settings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code volta self policy} shows and asks for. */
final class PolicyCommandTest {
  private static final Settings OWN =
      Settings.NONE.with("mode", "auto").with("window", "22:00-06:00");
  private static final Settings MACHINE = Settings.NONE.with("mode", "notify").with("pin", "2.3.x");

  private static PolicyState state(Optional<Settings> managed) {
    return new PolicyState(1, OWN, managed, Optional.empty(), List.of("later"));
  }

  @Test
  void text_managed_isWhatIsInForce() {
    assertEquals(
        """
        idleExit:  not set
        mode:      notify (/etc/volta/policy.json)
        channel:   not set
        pin:       2.3.x (/etc/volta/policy.json)
        window:    22:00-06:00
        metered:   not set
        onBattery: not set
        hold:      none
        unknown:   later
        """,
        PolicyCommand.text(state(Optional.of(MACHINE))));
  }

  @Test
  void changed_several_areSetOnTopOfWhatAPersonHasSet() throws Exception {
    Settings changed =
        PolicyCommand.changed(
            state(Optional.of(MACHINE)), List.of("window=", "channel=beta", "metered=yes"));

    assertEquals(
        Settings.NONE.with("mode", "auto").with("channel", "beta").with("metered", "yes"), changed);
  }

  @ParameterizedTest
  @CsvSource({"mode=off", "mode=", "mode=always"})
  void changed_managed_isRefusedWithWhatIsInForce(String change) {
    Problem problem = refused(Optional.of(MACHINE), change);

    assertEquals(ProblemCode.REFUSED_BY_POLICY, problem.code());
    assertEquals("/etc/volta/policy.json sets mode to notify.", problem.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pin | --set is a name, = and a value, not pin.",
        "pin=2 | pin is a version, or a line of them, for example 2.3.1, 2.3.x or 2.x, not 2.",
        "Pin=2.x | there is no setting Pin; there is idleExit, mode, channel, pin, window, "
            + "metered, onBattery.",
      })
  void changed_notUnderstood_isRefused(String change, String why) {
    Problem problem = refused(Optional.empty(), change);

    assertEquals(ProblemCode.ARGUMENTS, problem.code());
    assertEquals(why, problem.detail());
  }

  private static Problem refused(Optional<Settings> managed, String change) {
    return assertThrows(
            CommandException.class, () -> PolicyCommand.changed(state(managed), List.of(change)))
        .problem();
  }
}
