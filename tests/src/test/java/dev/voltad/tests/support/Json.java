package dev.voltad.tests.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Questions about JSON values. */
final class Json {
  private Json() {}

  /** The strings of an array. */
  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  /** Whether two values are the same to Volta: a field that is null is a field that is missing. */
  static boolean isSame(JsonNode wanted, JsonNode found) {
    if (!wanted.isObject() || !found.isObject()) {
      return wanted.equals(found) || isNothing(wanted) && isNothing(found);
    }
    Set<String> names = new TreeSet<>(wanted.propertyNames());
    names.addAll(found.propertyNames());
    return names.stream().allMatch(name -> isSame(wanted.path(name), found.path(name)));
  }

  private static boolean isNothing(JsonNode value) {
    return value.isNull() || value.isMissingNode();
  }
}
