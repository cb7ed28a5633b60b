package dev.voltad.protocol;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One thing that can be set about the daemon: its name, and what it may be. */
public enum Setting {
  IDLE_EXIT("idleExit", Settings::idleExit, Setting::duration),
  MODE("mode", Settings::mode, UpdateMode::of),
  CHANNEL("channel", Settings::channel, Setting::requireChannel),
  PIN("pin", Settings::pin, Pin::new),
  WINDOW("window", Settings::window, Window::parse),
  METERED("metered", Settings::metered, text -> isYes("metered", text)),
  ON_BATTERY("onBattery", Settings::onBattery, text -> isYes("onBattery", text));

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");
  private static final Pattern CHANNEL_NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private final String id;
  private final Function<Settings, Optional<String>> value;
  private final Consumer<String> check;

  Setting(String id, Function<Settings, Optional<String>> value, Consumer<String> check) {
    this.id = id;
    this.value = value;
    this.check = check;
  }

  /** As it is written in a policy, for example {@code onBattery}. */
  public String id() {
    return id;
  }

  /** What it is set to; empty if it is not. */
  public Optional<String> in(Settings settings) {
    return value.apply(settings);
  }

  /**
   * @throws IllegalArgumentException if there is no such setting
   */
  public static Setting of(String id) {
    return Arrays.stream(values())
        .filter(setting -> setting.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no setting " + id + "; there is " + String.join(", ", ids())));
  }

  /** The names of all settings. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Setting::id).toList();
  }

  /**
   * @throws IllegalArgumentException if it may not be that; says what it may be
   */
  void check(String text) {
    check.accept(text);
  }

  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "idleExit is a number with s, m or h, for example 30m, not " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static void requireChannel(String text) {
    if (!CHANNEL_NAME.matcher(text).matches()) { // it becomes part of a file's name
      throw new IllegalArgumentException(
          "channel is small letters, digits and -, for example stable, not " + text);
    }
  }

  static boolean isYes(String id, String text) {
    if (!text.equals("yes") && !text.equals("no")) {
      throw new IllegalArgumentException(id + " is yes or no, not " + text);
    }
    return text.equals("yes");
  }
}
