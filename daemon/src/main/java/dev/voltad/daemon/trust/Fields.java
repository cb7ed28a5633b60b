package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.JsonValue.JsonFlag;
import dev.voltad.daemon.trust.JsonValue.JsonList;
import dev.voltad.daemon.trust.JsonValue.JsonNumber;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.JsonValue.JsonString;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The fields of one object of a role's document; every wrong or missing one is a {@link
 * Kind#FORMAT} that names it. Fields that nobody asks for are allowed: they are signed all the
 * same.
 *
 * @param role whose document, for messages
 * @param path where in it, for example {@code signed.roles.root}
 */
public record Fields(String role, String path, JsonObject object) {
  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

  private Optional<JsonValue> field(String name) {
    return Optional.ofNullable(object.fields().get(name));
  }

  /** Whether it is there, whatever it is. */
  public boolean has(String name) {
    return object.fields().containsKey(name);
  }

  /** A text, for example of {@code _type}. */
  public String text(String name) throws TrustException {
    return text(field(name), name);
  }

  private String text(Optional<JsonValue> value, String name) throws TrustException {
    if (value.isPresent() && value.get() instanceof JsonString string) {
      return string.text();
    }
    throw wrong(name, "a text");
  }

  /** At least {@code least}. */
  public long number(String name, long least) throws TrustException {
    return optionalNumber(name, least).orElseThrow(() -> wrong(name, "a number"));
  }

  OptionalLong optionalNumber(String name, long least) throws TrustException {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    if (field(name).get() instanceof JsonNumber number && number.value() >= least) {
      return OptionalLong.of(number.value());
    }
    throw wrong(name, "a number of at least " + least);
  }

  boolean flag(String name) throws TrustException {
    if (field(name).orElse(null) instanceof JsonFlag flag) {
      return flag.value();
    }
    throw wrong(name, "true or false");
  }

  /** In whole seconds of UTC, for example {@code 2026-11-30T00:00:00Z}. */
  public Instant time(String name) throws TrustException {
    String text = text(name);
    if (TIME.matcher(text).matches()) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException ignored) {
        // such as the 30th of February; falls through to what is said of any other text
      }
    }
    throw wrong(name, "a time such as 2026-11-30T00:00:00Z");
  }

  /** An object in this one. */
  public Fields object(String name) throws TrustException {
    return object(field(name), name);
  }

  private Fields object(Optional<JsonValue> value, String name) throws TrustException {
    if (value.isPresent() && value.get() instanceof JsonObject child) {
      return new Fields(role, path + "." + name, child);
    }
    throw wrong(name, "an object");
  }

  /** The same, or empty if it is not there. */
  public Optional<Fields> optionalObject(String name) throws TrustException {
    return has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  /** All fields, each of which is an object. */
  public Map<String, Fields> objects() throws TrustException {
    Map<String, Fields> all = new LinkedHashMap<>();
    for (String name : object.fields().keySet()) {
      all.put(name, object(name));
    }
    return all;
  }

  /** A list of objects. */
  public List<Fields> objects(String name) throws TrustException {
    List<Fields> all = new ArrayList<>();
    for (JsonValue item : items(name)) {
      all.add(object(Optional.of(item), name + "[" + all.size() + "]"));
    }
    return all;
  }

  /** A list of texts. */
  public List<String> texts(String name) throws TrustException {
    List<String> all = new ArrayList<>();
    for (JsonValue item : items(name)) {
      all.add(text(Optional.of(item), name + "[" + all.size() + "]"));
    }
    return all;
  }

  /** All fields, each of which is a text. */
  public Map<String, String> texts() throws TrustException {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : object.fields().keySet()) {
      all.put(name, text(name));
    }
    return all;
  }

  private List<JsonValue> items(String name) throws TrustException {
    if (field(name).orElse(null) instanceof JsonList list) {
      return list.items();
    }
    throw wrong(name, "a list");
  }

  TrustException wrong(String name, String wanted) {
    return TrustException.of(Kind.FORMAT, role, path + "." + name + " is not " + wanted);
  }
}
