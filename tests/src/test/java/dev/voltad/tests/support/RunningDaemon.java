package dev.voltad.tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code voltad} on one home, answering. Closing it stops it in order and checks that it did. */
public final class RunningDaemon implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final SampleHome sample;
  private final Running process;

  private RunningDaemon(SampleHome sample, Running process) {
    this.sample = sample;
    this.process = process;
  }

  /** Starts it and waits until it answers. */
  public static RunningDaemon start(ProductTree tree, SampleHome sample) {
    return start(tree.daemon(sample), sample);
  }

  /** As {@link #start(ProductTree, SampleHome)}, with more in its environment. */
  public static RunningDaemon start(Program program, SampleHome sample) {
    RunningDaemon daemon =
        new RunningDaemon(sample, program.within(Duration.ofSeconds(20)).start());
    return daemon.until("it answers", daemon::answers);
  }

  /** Waits for something that is seen from outside, while the daemon runs. */
  public RunningDaemon until(String what, BooleanSupplier isSo) {
    process.until(what, isSo);
    return this;
  }

  /** Waits until the daemon itself says that the home is current. */
  public RunningDaemon untilCurrent() {
    return until("status says current", () -> state().equals("current"));
  }

  public JsonNode status() {
    return JSON.readTree(request("GET", "/v1/status", "application/json"));
  }

  /** The status as a person reads it. */
  public String statusText() {
    return request("GET", "/v1/status", "text/plain");
  }

  /** What the home is, in one word: {@code current}, {@code migrating}, ... */
  public String state() {
    return status().path("home").path("condition").asString("");
  }

  /** Asks for a migration and waits for its result. */
  public String migrateAndWait() {
    return request("POST", "/v1/migrations?wait=true", "application/x-ndjson");
  }

  private String request(String method, String path, String accept) {
    UnixHttp.Answer answer = ask(method, path, accept);
    assertEquals(200, answer.status(), answer::toString);
    return answer.body();
  }

  /** One request, whatever the answer. */
  public UnixHttp.Answer ask(String method, String path, String accept) {
    try {
      return UnixHttp.request(socket(), method, path, accept);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + ": " + process.stderr(), e);
    }
  }

  /** As {@link #ask(String, String, String)}, with a body; JSON is wanted. */
  public UnixHttp.Answer send(String method, String path, String body) {
    try {
      return UnixHttp.request(socket(), method, path, "application/json", body);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + ": " + process.stderr(), e);
    }
  }

  private boolean answers() {
    try {
      return UnixHttp.request(socket(), "GET", "/v1/status", "application/json").status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Where it listens, from {@code self/endpoint}. */
  public Path socket() throws IOException {
    return Path.of(Files.readString(endpoint()).strip());
  }

  public Path endpoint() {
    return sample.home().resolve("self/endpoint");
  }

  public long pid() {
    return process.pid();
  }

  /** What it said on stderr. */
  public String log() {
    return process.stderr();
  }

  public void kill() {
    process.kill();
  }

  /** Waits for its end. */
  public Outcome await() {
    return process.await();
  }

  /** SIGTERM, and waits for the end. */
  public Outcome stop() {
    process.terminate();
    return process.await();
  }

  @Override
  public void close() throws IOException {
    if (!process.isAlive()) {
      process.close();
      return;
    }
    try (process) {
      Path socket = socket();
      Outcome end = stop();
      end.assertNoTrace();
      assertTrue(Set.of(0, 143).contains(end.exit()), end::toString);
      assertFalse(Files.exists(socket), () -> "the socket is left: " + end);
      assertFalse(Files.exists(endpoint()), () -> "self/endpoint is left: " + end);
    }
  }
}
