package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SettingsTest {
  private static final String ALL =
      "{\"idleExit\":\"30m\",\"mode\":\"stage\",\"channel\":\"beta\",\"pin\":\"2.3.x\","
          + "\"window\":\"mon-fri 22:00-06:00\",\"metered\":\"yes\",\"onBattery\":\"no\"}";

  @Test
  void none_nothingSet_isAsTheDocsSay() {
    assertEquals(UpdateMode.AUTO, Settings.NONE.updateMode());
    assertEquals("stable", Settings.NONE.updateChannel());
    assertEquals(Optional.empty(), Settings.NONE.updatePin());
    assertEquals(Optional.empty(), Settings.NONE.updateWindow());
    assertEquals(Optional.empty(), Settings.NONE.idleAfter());
    assertFalse(Settings.NONE.updatesOnMetered());
    assertTrue(Settings.NONE.updatesOnBattery());
  }

  @Test
  void asked_allOfThem_areUnderstoodAndWrittenAgain() throws IOException {
    Settings settings = Settings.asked(ALL);

    assertEquals(UpdateMode.STAGE, settings.updateMode());
    assertEquals("beta", settings.updateChannel());
    assertEquals(Optional.of(new Pin("2.3.x")), settings.updatePin());
    assertEquals(Optional.of(Window.parse("mon-fri 22:00-06:00")), settings.updateWindow());
    assertTrue(settings.updatesOnMetered());
    assertFalse(settings.updatesOnBattery());
    assertEquals(ALL, Json.line(settings));
    assertEquals(settings, Json.read(ALL, Settings.class));
    assertTrue(Settings.NONE.with("onBattery", "yes").updatesOnBattery());
    assertFalse(Settings.NONE.with("metered", "no").updatesOnMetered());
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void with_oneSetting_changesThatAndNoOther(Setting setting) {
    Settings all = Settings.asked(ALL);
    String value = setting.in(all).orElseThrow();

    Settings one = Settings.NONE.with(setting.id(), value);
    Settings without = all.with(setting.id(), "");

    assertEquals(Optional.of(value), setting.in(one));
    assertEquals(Settings.NONE, one.with(setting.id(), ""));
    assertEquals(Optional.empty(), setting.in(without));
    assertEquals(all, without.with(setting.id(), value));
    assertEquals(all, without.under(one));
    assertEquals(all, one.under(all));
    assertEquals(without, without.under(Settings.NONE));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "idleExit | 0s | idleExit is a number with s, m or h, for example 30m, not 0s",
        "mode | Auto | mode is one of auto, stage, notify, off, not Auto",
        "mode | on | mode is one of auto, stage, notify, off, not on",
        "channel | Stable | channel is small letters, digits and -, for example stable, not Stable",
        "channel | ../root | channel is small letters, digits and -, for example stable, not ../root",
        "pin | 2.3 | pin is a version, or a line of them, for example 2.3.1, 2.3.x or 2.x, not 2.3",
        "metered | true | metered is yes or no, not true",
        "onBattery | Yes | onBattery is yes or no, not Yes",
        "color | red | there is no setting color; there is idleExit, mode, channel, pin, window, "
            + "metered, onBattery",
      })
  void with_whatCannotBe_isRefusedWithWhatCan(String name, String value, String why) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Settings.NONE.with(name, value),
            () -> name + "=" + value);

    assertEquals(why, refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"mode\": true} | mode is one of auto, stage, notify, off, not true",
        "{\"channel\": true} | channel is a text, not true",
        "{\"metered\": true} | metered is yes or no, not true",
        "{\"pin\": 2.3} | pin is a version, or a line of them, for example 2.3.1, 2.3.x or 2.x, not 2.3",
        "{\"Mode\": \"auto\"} | there is no setting Mode; there is idleExit, mode, channel, pin, "
            + "window, metered, onBattery",
      })
  void asked_otherKinds_areRefused(String body, String why) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Settings.asked(body));

    assertEquals(why, refused.getMessage());
  }

  @Test
  void asked_null_isNotSet() {
    assertEquals(Settings.NONE, Settings.asked("{\"mode\": null}"));
  }

  /** The table in docs/policy.md has these settings, in this order. */
  @Test
  void docs_settings_areThese() throws IOException {
    String docs = Files.readString(Path.of("../docs/policy.md"));
    String table = docs.substring(docs.indexOf("| Field |"), docs.indexOf("```json"));
    Matcher row = Pattern.compile("(?m)^\\| `([A-Za-z]+)` \\|").matcher(table);

    List<String> documented = row.results().map(match -> match.group(1)).toList();

    assertEquals(Setting.ids(), documented.subList(0, documented.size() - 1));
    assertEquals(Policy.HOLD, documented.get(documented.size() - 1));
  }

  @ParameterizedTest(name = "{0} allows {1}: {2}")
  @CsvSource({
    "2.3.1, 2.3.1, true",
    "2.3.1, 2.3.10, false",
    "2.3.1, 2.3.1-rc.1, false",
    "2.4.0-rc.1, 2.4.0-rc.1, true",
    "2.4.0-rc.1, 2.4.0, false",
    "2.3.x, 2.3.0, true",
    "2.3.x, 2.3.17, true",
    "2.3.x, 2.3.0-beta, true",
    "2.3.x, 2.30.0, false",
    "2.3.x, 12.3.0, false",
    "2.3.x, 2.4.0, false",
    "2.x, 2.30.4, true",
    "2.x, 20.0.0, false",
    "2.x, 3.0.0, false"
  })
  void pin_versions_allowed(String pin, String version, boolean isAllowed) {
    assertEquals(isAllowed, new Pin(pin).allows(version));
  }

  @ParameterizedTest
  @CsvSource({
    "2",
    "x",
    "2.",
    "2.x.1",
    "x.2.3",
    "2.3.*",
    "v2.3.1",
    "02.3.1",
    "2.3.1+build",
    "2.3.1-",
    "''"
  })
  void pin_anythingElse_isRefused(String pin) {
    assertThrows(IllegalArgumentException.class, () -> new Pin(pin));
  }

  @Test
  void pin_longest_isBounded() {
    String long64 = "2.3.1-" + "a".repeat(58);

    assertTrue(new Pin(long64).allows(long64));
    assertThrows(IllegalArgumentException.class, () -> new Pin(long64 + "a"));
  }
}
