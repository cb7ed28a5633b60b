package dev.voltad.protocol;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is set about the daemon of one home, as it was written; what is not set is empty, and then
 * as {@code docs/policy.md} says. Immutable.
 *
 * @param idleExit after how long without work the daemon ends, if a service manager starts it again
 *     when it is asked: {@code 30s}, {@code 10m}, {@code 2h}; empty for never
 * @param mode {@code auto}, {@code stage}, {@code notify} or {@code off}
 * @param channel for example {@code stable}
 * @param pin {@code 2.3.1} or {@code 2.3.x}: {@link Pin}
 * @param window {@code mon-fri 22:00-06:00}: {@link Window}
 * @param metered whether to update where the connection is paid by its use: {@code yes} or {@code
 *     no}
 * @param onBattery whether to update without mains: {@code yes} or {@code no}
 */
public record Settings(
    Optional<String> idleExit,
    Optional<String> mode,
    Optional<String> channel,
    Optional<String> pin,
    Optional<String> window,
    Optional<String> metered,
    Optional<String> onBattery) {
  /** Nothing is set. */
  public static final Settings NONE = of(Map.of());

  private static final String STABLE = "stable";

  /**
   * @throws IllegalArgumentException if one of them is not what it may be
   */
  public Settings {
    check(Setting.IDLE_EXIT, idleExit);
    check(Setting.MODE, mode);
    check(Setting.CHANNEL, channel);
    check(Setting.PIN, pin);
    check(Setting.WINDOW, window);
    check(Setting.METERED, metered);
    check(Setting.ON_BATTERY, onBattery);
  }

  private static void check(Setting setting, Optional<String> value) {
    value.ifPresent(setting::check);
  }

  private static Settings of(Map<Setting, String> values) {
    return new Settings(
        Optional.ofNullable(values.get(Setting.IDLE_EXIT)),
        Optional.ofNullable(values.get(Setting.MODE)),
        Optional.ofNullable(values.get(Setting.CHANNEL)),
        Optional.ofNullable(values.get(Setting.PIN)),
        Optional.ofNullable(values.get(Setting.WINDOW)),
        Optional.ofNullable(values.get(Setting.METERED)),
        Optional.ofNullable(values.get(Setting.ON_BATTERY)));
  }

  /**
   * Every setting from the body of a request, {@code {"idleExit"?, ...}}. A name that is not known
   * is refused: whoever misspells a setting must hear of it.
   *
   * @throws IllegalArgumentException if it is no such object
   */
  public static Settings asked(String body) {
    JsonNode fields = Json.object(body);
    fields.propertyNames().forEach(Setting::of);
    return read(fields);
  }

  /** As they stand in a policy; what else is there is passed over. */
  static Settings read(JsonNode fields) {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      JsonNode value = fields.path(setting.id());
      if (value.isString()) {
        values.put(setting, value.asString());
      } else if (!value.isMissingNode() && !value.isNull()) {
        setting.check(value.toString()); // tells what it may be
        throw new IllegalArgumentException(setting.id() + " is a text, not " + value);
      }
    }
    return of(values);
  }

  /**
   * These, but for one.
   *
   * @param value empty for unset
   * @throws IllegalArgumentException if there is no such setting, or it cannot be that
   */
  public Settings with(String name, String value) {
    Map<Setting, String> values = values();
    Setting setting = Setting.of(name);
    if (value.isEmpty()) {
      values.remove(setting);
    } else {
      values.put(setting, value);
    }
    return of(values);
  }

  /** These, but for what the others set. */
  public Settings under(Settings others) {
    Map<Setting, String> values = values();
    values.putAll(others.values());
    return of(values);
  }

  private Map<Setting, String> values() {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      setting.in(this).ifPresent(value -> values.put(setting, value));
    }
    return values;
  }

  /** {@link #idleExit} as a duration. */
  public Optional<Duration> idleAfter() {
    return idleExit.map(Setting::duration);
  }

  public UpdateMode updateMode() {
    return mode.map(UpdateMode::of).orElse(UpdateMode.AUTO);
  }

  public String updateChannel() {
    return channel.orElse(STABLE);
  }

  public Optional<Pin> updatePin() {
    return pin.map(Pin::new);
  }

  public Optional<Window> updateWindow() {
    return window.map(Window::parse);
  }

  public boolean updatesOnMetered() {
    return metered.isPresent() && Setting.isYes(Setting.METERED.id(), metered.get());
  }

  public boolean updatesOnBattery() {
    return onBattery.isEmpty() || Setting.isYes(Setting.ON_BATTERY.id(), onBattery.get());
  }
}
