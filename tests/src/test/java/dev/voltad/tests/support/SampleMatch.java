package dev.voltad.tests.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares an answer with a sample of it. What differs from run to run has a placeholder in the
 * sample: {@code <number>}, {@code <time>}, {@code <path>} (absolute), {@code <id>} (remembered,
 * for later requests), {@code <tomorrow>} (a time that the request named), {@code <version>}. All
 * else must be the same, the names of fields above all. In an answer of several lines {@code ...}
 * stands for any number of lines each of which is like one of those before it, or a heartbeat.
 */
public final class SampleMatch {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HEARTBEAT = "{\"event\":\"heartbeat\"}";
  private static final Pattern PLACE = Pattern.compile("<([a-z]+)>");
  private static final Map<String, String> PATTERNS =
      Map.of(
          "phase", "queued|waiting for lock|scanning|applying|committing|checking|handing over",
          "trigger", "request|watch|retry",
          "number", "-?\\d+(\\.\\d+)?",
          "time", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z",
          "path", "/[^ \":;]+",
          "id", "[0-9TZ:.-]+",
          "tomorrow", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ",
          "version", "\\d+\\.\\d+\\.\\d+");

  private final Map<String, String> seen = new HashMap<>();

  /** What stood in the place of {@code <id>} last. */
  public String lastId() {
    return seen.getOrDefault("id", "none");
  }

  /**
   * What differs; empty if nothing does.
   *
   * @param status of the sample of a status, for {@code data: <status>}
   */
  public Optional<String> difference(Exchange sample, UnixHttp.Answer answer, List<String> status) {
    if (answer.status() != sample.status()) {
      return Optional.of("status " + answer.status());
    }
    String head = answer.head().toLowerCase() + "\r\n";
    if (!head.contains("\r\ncontent-type: " + sample.mediaType() + "\r\n")) {
      return Optional.of("media type in " + head);
    }
    for (String line : sample.heads()) {
      if (!head.contains("\r\n" + line.toLowerCase() + "\r\n")) {
        return Optional.of("no " + line + " in " + head);
      }
    }
    return sample.mediaType().endsWith("json") && !sample.mediaType().contains("ndjson")
        ? json("", JSON.readTree(String.join("\n", sample.answer())), JSON.readTree(answer.body()))
        : lines(sample.answer(), answer.body().lines().toList(), status);
  }

  private Optional<String> lines(List<String> wanted, List<String> found, List<String> status) {
    List<String> before = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < wanted.size(); i++) {
      String line = wanted.get(i);
      if (line.equals("...")) {
        String then = wanted.get(i + 1); // it is never the last
        while (at < found.size() && line(then, found.get(at), status).isPresent()) {
          String next = found.get(at++);
          if (!next.equals(HEARTBEAT)
              && before.stream().noneMatch(like -> line(like, next, status).isEmpty())) {
            return Optional.of("a line that is like none before it: " + next);
          }
        }
      } else if (at == found.size()) {
        return Optional.of("no line " + line);
      } else {
        before.add(line);
        Optional<String> difference = line(line, found.get(at++), status);
        if (difference.isPresent()) {
          return difference;
        }
      }
    }
    return at == found.size() ? Optional.empty() : Optional.of("one more line: " + found.get(at));
  }

  private Optional<String> line(String wanted, String found, List<String> status) {
    if (wanted.equals("data: <status>") && found.startsWith("data: ")) {
      return json("", JSON.readTree(String.join("\n", status)), JSON.readTree(found.substring(6)));
    }
    return wanted.startsWith("{") && found.startsWith("{")
        ? json("", JSON.readTree(wanted), JSON.readTree(found))
        : text("line", wanted, found);
  }

  private Optional<String> json(String where, JsonNode wanted, JsonNode found) {
    if (wanted.isObject() && found.isObject()) {
      Set<String> names = new TreeSet<>(wanted.propertyNames());
      if (!names.equals(new TreeSet<>(found.propertyNames()))) {
        return Optional.of(where + " has the fields " + found.propertyNames() + ", not " + names);
      }
      return names.stream()
          .flatMap(name -> json(where + "/" + name, wanted.get(name), found.get(name)).stream())
          .findFirst();
    }
    if (wanted.isArray() && found.isArray()) {
      return elements(where, wanted, found);
    }
    if (wanted.isString() && wanted.asString().equals("<number>")) {
      return found.isNumber() ? Optional.empty() : Optional.of(where + " is " + found);
    }
    if (wanted.isString() && found.isString()) {
      return text(where, wanted.asString(), found.asString());
    }
    return wanted.equals(found)
        ? Optional.empty()
        : Optional.of(where + " is " + found + ", not " + wanted);
  }

  private Optional<String> elements(String where, JsonNode wanted, JsonNode found) {
    if (wanted.size() != found.size()) {
      return Optional.of(where + " has " + found.size() + " elements, not " + wanted.size());
    }
    for (int i = 0; i < wanted.size(); i++) {
      Optional<String> difference = json(where + "/" + i, wanted.get(i), found.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private Optional<String> text(String where, String wanted, String found) {
    StringBuilder pattern = new StringBuilder();
    List<String> names = new ArrayList<>();
    Matcher place = PLACE.matcher(wanted);
    int from = 0;
    while (place.find() && PATTERNS.containsKey(place.group(1))) {
      pattern.append(Pattern.quote(wanted.substring(from, place.start())));
      pattern.append('(').append(PATTERNS.get(place.group(1)).replace("(", "(?:")).append(')');
      names.add(place.group(1));
      from = place.end();
    }
    pattern.append(Pattern.quote(wanted.substring(from)));
    Matcher match = Pattern.compile(pattern.toString()).matcher(found);
    if (!match.matches()) {
      return Optional.of(where + " is " + found + ", not " + wanted);
    }
    for (int i = 0; i < names.size(); i++) {
      seen.put(names.get(i), match.group(i + 1));
    }
    return Optional.empty();
  }
}
