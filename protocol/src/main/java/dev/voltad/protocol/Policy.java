package dev.voltad.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is decided about the daemon of one home: {@code self/policy.json}, {@code docs/policy.md}.
 * Immutable. Changing it is a function of its text, so that what this program does not know stays
 * there; whoever writes the text holds the file's lock.
 *
 * @param settings of a person
 * @param managed what is set for the whole machine, and in force instead
 * @param hold as it was written down; it may have ended
 * @param unknown names of fields that are not known
 */
public record Policy(
    Settings settings, Settings managed, Optional<Hold> hold, List<String> unknown) {
  /** Of a home in which nothing was decided. */
  public static final Policy NONE =
      new Policy(Settings.NONE, Settings.NONE, Optional.empty(), List.of());

  /** Larger files are not read. */
  public static final int MAX_BYTES = 64 * 1024;

  static final String HOLD = "hold";

  public Policy {
    unknown = List.copyOf(unknown);
  }

  /** Where it is in a home. */
  public static Path file(Path home) {
    return home.resolve("self/policy.json");
  }

  /**
   * The policy of a home; {@link #NONE} if nothing is decided there or for the machine.
   *
   * @throws IOException if a file cannot be read or is not a policy; the message says which and why
   */
  public static Policy of(Path home, ManagedPolicy managed) throws IOException {
    Settings above = managed.read();
    Policy own = PolicyFile.read(file(home), Policy::parse).orElse(NONE);
    return new Policy(own.settings, above, own.hold, own.unknown);
  }

  /**
   * The text of a home's own.
   *
   * @throws IllegalArgumentException if it is no policy
   */
  public static Policy parse(String text) {
    JsonNode fields = Json.object(text);
    List<String> unknown =
        fields.propertyNames().stream()
            .filter(name -> !name.equals(HOLD) && !Setting.ids().contains(name))
            .toList();
    Optional<Hold> hold =
        fields.hasNonNull(HOLD) ? Optional.of(Hold.read(fields.get(HOLD))) : Optional.empty();
    return new Policy(Settings.read(fields), Settings.NONE, hold, unknown);
  }

  /** The same, but for the hold. */
  public Policy withHold(Optional<Hold> other) {
    return new Policy(settings, managed, other, unknown);
  }

  /** What the daemon keeps to. */
  public Settings inForce() {
    return settings.under(managed);
  }

  /**
   * The text of a policy with another hold, or none.
   *
   * @param before empty if there was no file
   * @throws IllegalArgumentException if the text was no policy
   */
  public static String withHold(Optional<String> before, Optional<Hold> hold) {
    ObjectNode fields = fields(before);
    fields.remove(HOLD);
    hold.ifPresent(begun -> fields.set(HOLD, Json.object(Json.line(begun))));
    return Json.pretty(fields) + "\n";
  }

  /** As {@link #withHold}, with these settings and no others. */
  public static String withSettings(Optional<String> before, Settings settings) {
    ObjectNode fields = fields(before);
    fields.remove(Setting.ids());
    fields.setAll((ObjectNode) Json.object(Json.line(settings)));
    return Json.pretty(fields) + "\n";
  }

  private static ObjectNode fields(Optional<String> before) {
    before.ifPresent(Policy::parse); // what cannot be read is not written over
    return (ObjectNode) Json.object(before.orElse("{}"));
  }
}
