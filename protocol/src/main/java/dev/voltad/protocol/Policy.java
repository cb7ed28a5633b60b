package dev.voltad.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
 * @param hold as it was written down; it may have ended
 * @param unknown names of fields that are not known
 */
public record Policy(Settings settings, Optional<Hold> hold, List<String> unknown) {
  /** Of a home in which nothing was decided. */
  public static final Policy NONE = new Policy(Settings.NONE, Optional.empty(), List.of());

  /** Larger files are not read. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final String HOLD = "hold";

  public Policy {
    unknown = List.copyOf(unknown);
  }

  /** Where it is in a home. */
  public static Path file(Path home) {
    return home.resolve("self/policy.json");
  }

  /**
   * The policy of a home; {@link #NONE} if there is no file.
   *
   * @throws IOException if the file cannot be read or is not a policy; the message says why
   */
  public static Policy of(Path home) throws IOException {
    Path file = file(home);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return parse(Files.readString(file));
    } catch (NoSuchFileException none) {
      return NONE;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(
          String.valueOf(e.getMessage()).contains(file.toString())
              ? e.getMessage()
              : file + ": " + e.getMessage(),
          e);
    }
  }

  /**
   * @throws IllegalArgumentException if it is no policy
   */
  public static Policy parse(String text) {
    JsonNode fields = Json.object(text);
    List<String> unknown =
        fields.propertyNames().stream()
            .filter(name -> !name.equals(HOLD) && !Settings.NAMES.contains(name))
            .toList();
    Optional<Hold> hold =
        fields.hasNonNull(HOLD) ? Optional.of(Hold.read(fields.get(HOLD))) : Optional.empty();
    return new Policy(Settings.read(fields), hold, unknown);
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
    fields.remove(Settings.NAMES);
    fields.setAll((ObjectNode) Json.object(Json.line(settings)));
    return Json.pretty(fields) + "\n";
  }

  private static ObjectNode fields(Optional<String> before) {
    before.ifPresent(Policy::parse); // what cannot be read is not written over
    return (ObjectNode) Json.object(before.orElse("{}"));
  }
}
