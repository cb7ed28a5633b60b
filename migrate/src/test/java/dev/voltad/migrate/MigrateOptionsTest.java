package dev.voltad.migrate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.voltad.migrate.MigrateOptions.Action;
import dev.voltad.migrate.MigrateOptions.BadArgumentException;
import dev.voltad.migrate.MigrateOptions.Verbosity;
import dev.voltad.migrate.fs.LockWait;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MigrateOptionsTest {
  private static MigrateOptions parse(String line) throws BadArgumentException {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    return MigrateOptions.parse(arguments, Map.of());
  }

  @Test
  void parse_nothing_isAnOrdinaryRun() throws Exception {
    assertEquals(
        new MigrateOptions(
            Action.MIGRATE, Scope.LAYOUT, false, true, LockWait.INTERACTIVE, Verbosity.NORMAL),
        parse(""));
  }

  /** The manual and the completions have their options from the help text. */
  @ParameterizedTest
  @MethodSource("optionsOfTheHelp")
  void parse_optionOfTheHelp_isTaken(String option) {
    assertDoesNotThrow(() -> parse(option.replace(" D", " 30s")));
  }

  static Stream<String> optionsOfTheHelp() {
    Pattern row = Pattern.compile("(?m)^  (--[a-z-]+(?: [A-Z]+)?)  ");
    return row.matcher(MigrateMain.HELP).results().map(result -> result.group(1));
  }

  @ParameterizedTest
  @CsvSource({"500ms, 500", "30s, 30000", "2m, 120000", "1h, 3600000"})
  void parse_lockTimeout_takesUnits(String text, long millis) throws Exception {
    LockWait expected = new LockWait(Duration.ofMillis(millis));

    assertEquals(expected, parse("--lock-timeout " + text).lockWait());
    assertEquals(expected, parse("--lock-timeout=" + text).lockWait());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--plam",
        "x",
        "--plan --undo",
        "--lock-timeout",
        "--lock-timeout 30",
        "--lock-timeout -1s",
        "--lock-timeout 9999999999s"
      })
  void parse_badArguments_areRefused(String line) {
    assertThrows(BadArgumentException.class, () -> parse(line));
  }

  @ParameterizedTest
  @CsvSource({
    "off, SILENT",
    "ERROR, ERRORS",
    "warn, WARNINGS",
    "info, NORMAL",
    "trace, VERBOSE",
    "x, NORMAL"
  })
  void parse_logLevel_isUpstreams(String level, Verbosity verbosity) throws Exception {
    MigrateOptions options = MigrateOptions.parse(new String[0], Map.of("VOLTA_LOGLEVEL", level));

    assertEquals(verbosity, options.verbosity());
  }
}
