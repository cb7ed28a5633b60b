package dev.voltad.daemon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents have the resources of the router's table, and no others. */
final class ApiDocumentsTest {
  private static final Path DOCS = Path.of("../docs");

  /** For example {@code GET /v1/jobs/{id}}. */
  private static Set<String> table() {
    Set<String> all = new TreeSet<>();
    for (Router.Route route : new Api(null, null, null).router().routes()) {
      String path = route.path().endsWith("/") ? route.path() + "{id}" : route.path();
      all.add(route.method() + " " + path);
    }
    return all;
  }

  @Test
  void protocol_samples_areOfAllResources() throws IOException {
    Set<String> sampled = new TreeSet<>();
    Matcher request =
        Pattern.compile("(?m)^> (GET|PUT|POST|DELETE) (/[^ ?\n]*)")
            .matcher(Files.readString(DOCS.resolve("protocol.md")));
    while (request.find()) {
      sampled.add(request.group(1) + " " + request.group(2).replace("<id>", "{id}"));
    }
    sampled.remove("GET /v1/nothing");
    sampled.remove("GET /v1/jobs/nothing");

    assertEquals(table(), sampled);
  }

  @Test
  void openapi_pathsAndMethods_areThoseOfTheTable() throws IOException {
    Set<String> described = new TreeSet<>();
    String path = "";
    for (String line : Files.readAllLines(DOCS.resolve("openapi.yaml"))) {
      if (line.matches("  /\\S*:")) {
        path = line.strip().replaceAll(":$", "");
      } else if (line.matches("    (get|put|post|delete|patch|head|options|trace):")) {
        described.add(line.strip().replace(":", "").toUpperCase() + " " + path);
      }
    }

    assertEquals(table(), described);
  }
}
