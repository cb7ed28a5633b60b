package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.fs.FileLock;
import dev.voltad.tests.support.ApiDescription;
import dev.voltad.tests.support.Exchange;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Running;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.SamplePlayer;
import dev.voltad.tests.support.UnixHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The answers of a real daemon beside {@code docs/openapi.yaml}. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OpenApiIT {
  private static final Path FILE = Path.of("../docs/openapi.yaml");
  private static final int MAX_STREAMS = 16;

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private final List<String> faults = new ArrayList<>();
  private final Set<String> seen = new TreeSet<>();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void document_itself_isOpenApi() throws IOException {
    String text = Files.readString(FILE);
    assertEquals(List.of(), ApiDescription.of(text).faults());

    String[][] spoilt = {
      {"openapi: 3.1.0", "openapi: 2.0.0"},
      {"      operationId: status", "      operationid: status"},
      {"title: voltad", "name: voltad"},
      {"type: integer, minimum: 1}", "type: number-of-a-process}"},
      {"      in: path\n      required: true", "      in: path\n      required: false"}
    };
    for (String[] change : spoilt) {
      assertTrue(text.contains(change[0]), change[0]);
      String other = text.replace(change[0], change[1]);
      assertFalse(ApiDescription.of(other).faults().isEmpty(), change[1]);
    }
  }

  @Test
  void answers_toAllSamples_areAsDescribed() throws IOException {
    ApiDescription api = ApiDescription.read(FILE);
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      SamplePlayer player = new SamplePlayer(daemon, sample);
      for (Exchange each : Exchange.read(Path.of("../docs/protocol.md"))) {
        UnixHttp.Answer answer = player.play(each).answer();
        if (each.path().equals("/v1/nothing") || each.method().equals("PATCH")) {
          faults.addAll(api.faultsOfProblem(answer));
        } else {
          check(api, each.method(), each.path().replaceAll("\\?.*", ""), answer);
          assertNoticed(api, each, answer);
        }
      }
      daemon.await();
    }
    assertEquals("", String.join("\n", faults));
    assertTrue(seen.size() >= 25, seen::toString);
  }

  /** That a field more, or another status, would be a fault. */
  private void assertNoticed(ApiDescription api, Exchange sample, UnixHttp.Answer answer) {
    String path = sample.path().replaceAll("\\?.*", "");
    UnixHttp.Answer teapot = new UnixHttp.Answer(418, answer.head(), answer.body());
    assertFalse(api.faults(sample.method(), path, teapot).isEmpty(), sample::toString);
    if (sample.mediaType().endsWith("json")) {
      String more = answer.body().replaceFirst("\\{", "{\"later\":1,");
      UnixHttp.Answer spoilt = new UnixHttp.Answer(answer.status(), answer.head(), more);
      assertFalse(api.faults(sample.method(), path, spoilt).isEmpty(), sample::toString);
    }
  }

  private void check(ApiDescription api, String method, String path, UnixHttp.Answer answer) {
    seen.add(method + " " + path + " " + answer.status());
    for (String fault : api.faults(method, path, answer)) {
      faults.add(method + " " + path + ": " + fault + "\n  in " + answer.body());
    }
  }

  @Test
  void answers_ofABrokenHomeBehindALock_areAsDescribed() throws Exception {
    ApiDescription api = ApiDescription.read(FILE);
    SampleHome sample = SampleHome.unpack("v2-broken", dir);
    String lock = sample.home().resolve("volta.lock").toString();
    try (Running holder =
        Program.of("flock", "-o", lock, "sh", "-c", "echo held; sleep 60").start()) {
      holder.until("flock holds the lock", () -> holder.stdout().contains("held"));
      try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
        daemon.until("it waits", () -> daemon.statusText().contains("waiting for flock"));
        for (String path : List.of("/v1/status", "/v1/jobs", "/v1/lock", "/v1/hold")) {
          check(api, "GET", path, daemon.send("GET", path, ""));
        }
        check(api, "PUT", "/v1/hold", daemon.send("PUT", "/v1/hold", "")); // its thread waits
        assertTrue(seen.contains("PUT /v1/hold 503"), seen::toString);
        holder.kill();
        daemon.untilCurrent();
        check(api, "GET", "/v1/status", daemon.send("GET", "/v1/status", ""));
        assertFalse(daemon.status().path("home").path("findings").isEmpty());
        policyLocked(api, daemon, sample);
        tooManyFollowers(api, daemon, sample);
      }
    }
    assertEquals("", String.join("\n", faults));
  }

  private void policyLocked(ApiDescription api, RunningDaemon daemon, SampleHome sample)
      throws Exception {
    Path file = sample.home().resolve("self/policy.json.lock");
    FileLock held = FileLock.tryLock(file).orElseThrow();
    check(api, "DELETE", "/v1/hold", daemon.send("DELETE", "/v1/hold", ""));
    check(api, "PUT", "/v1/policy", daemon.send("PUT", "/v1/policy", "{}"));
    held.close();
    assertTrue(seen.contains("PUT /v1/policy 409"), seen::toString);
  }

  private void tooManyFollowers(ApiDescription api, RunningDaemon daemon, SampleHome sample)
      throws IOException {
    List<Running> followers = new ArrayList<>();
    try {
      for (int i = 0; i < MAX_STREAMS; i++) {
        String socket = daemon.socket().toString();
        Program curl =
            Program.of("curl", "-sN", "--unix-socket", socket, "http://localhost/v1/events");
        followers.add(curl.start());
      }
      for (Running follower : followers) {
        follower.until("an event comes", () -> follower.stdout().contains("event: status"));
      }
      check(api, "GET", "/v1/events", daemon.send("GET", "/v1/events", ""));
      assertTrue(seen.contains("GET /v1/events 503"), seen::toString);
    } finally {
      followers.forEach(Running::close);
    }
  }
}
