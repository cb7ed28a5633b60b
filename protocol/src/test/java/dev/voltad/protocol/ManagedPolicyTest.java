package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy of a machine above that of a home: a file of a folder of ours, never that of /etc. */
final class ManagedPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path dir;
  private Path home;
  private ManagedPolicy managed;

  @BeforeEach
  void setUp() throws IOException {
    home = dir.resolve("home");
    Files.createDirectories(home.resolve("self"));
    int ours = (int) Files.getAttribute(dir, "unix:uid");
    managed = new ManagedPolicy(dir.resolve("managed.json"), ours);
  }

  private void write(String text, String mode) throws IOException {
    Files.writeString(managed.file(), text);
    Files.setPosixFilePermissions(managed.file(), PosixFilePermissions.fromString(mode));
  }

  private String refused(ManagedPolicy policy) {
    return assertThrows(IOException.class, () -> Policy.of(home, policy)).getMessage();
  }

  @Test
  void of_bothFiles_theMachineWinsSettingBySetting() throws IOException {
    write("{\"mode\": \"notify\", \"pin\": \"2.3.x\", \"later\": 1}", "rw-r--r--");
    Hold hold = Hold.begin(NOW, Optional.empty(), Optional.empty());
    Files.writeString(
        Policy.file(home),
        Policy.withHold(
            Optional.of("{\"mode\": \"auto\", \"channel\": \"beta\", \"mine\": 1}"),
            Optional.of(hold)));

    Policy policy = Policy.of(home, managed);

    assertEquals(UpdateMode.NOTIFY, policy.inForce().updateMode());
    assertEquals(Optional.of("2.3.x"), policy.inForce().pin());
    assertEquals("beta", policy.inForce().updateChannel());
    assertEquals(Optional.of("auto"), policy.settings().mode(), "what the home says stays");
    assertEquals(Optional.of(hold), policy.hold());
    assertEquals(List.of("mine"), policy.unknown());
    assertEquals(policy.hold(), policy.withHold(Optional.of(hold)).hold());
    assertEquals(policy.inForce(), policy.withHold(Optional.empty()).inForce());
  }

  @Test
  void state_managed_isToldBesideWhatAPersonHasSet() throws IOException {
    write("{\"mode\": \"off\"}", "r--------");
    Files.writeString(Policy.file(home), "{\"mode\": \"auto\"}");

    String text = Json.line(PolicyState.of(Policy.of(home, managed), NOW));

    assertEquals(
        "{\"schema\":1,\"settings\":{\"mode\":\"auto\"},\"managed\":{\"mode\":\"off\"},\"unknown\":[]}",
        text);
    assertEquals(
        Optional.of("off"), Json.read(text, PolicyState.class).managed().flatMap(Settings::mode));
  }

  @Test
  void state_notManaged_doesNotSpeakOfIt() throws IOException {
    assertEquals(
        "{\"schema\":1,\"settings\":{},\"unknown\":[]}",
        Json.line(PolicyState.of(Policy.of(home, managed), NOW)));
  }

  @Test
  void withSettings_managedHome_writesNothingOfTheMachine() throws IOException {
    write("{\"mode\": \"off\"}", "rw-------");
    Policy policy = Policy.of(home, managed);

    String text = Policy.withSettings(Optional.empty(), policy.settings().with("idleExit", "30m"));

    assertEquals(Settings.NONE.with("idleExit", "30m"), Policy.parse(text).settings());
  }

  @Test
  void of_ownedByAnother_isRefused() throws IOException {
    write("{\"mode\": \"off\"}", "rw-r--r--");

    String why = refused(new ManagedPolicy(managed.file(), managed.owner() + 1));

    assertEquals(managed.file() + " is not owned by user " + (managed.owner() + 1), why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-", "r---w----"})
  void of_writableByOthers_isRefused(String mode) throws IOException {
    write("{\"mode\": \"off\"}", mode);

    assertEquals(managed.file() + " may be written by others than its owner", refused(managed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | it is no JSON: ",
        "[] | it is no JSON object",
        "{\"mode\": \"always\"} | mode is one of auto, stage, notify, off, not always",
        "{\"hold\": {}} | hold is of one home; to stop updates set mode to off",
        "{\"hold\": null} | hold is of one home; to stop updates set mode to off",
      })
  void of_whatIsNoPolicy_isRefusedWithTheFile(String text, String why) throws IOException {
    write(text, "rw-r--r--");

    assertTrue(refused(managed).startsWith(managed.file() + ": " + why), () -> refused(managed));
  }

  @Test
  void of_tooLarge_isRefused() throws IOException {
    write(" ".repeat(Policy.MAX_BYTES - 2) + "{}", "rw-r--r--");
    assertEquals(Policy.NONE, Policy.of(home, managed));

    write(" ".repeat(Policy.MAX_BYTES - 1) + "{}", "rw-r--r--");
    assertEquals(managed.file() + " is larger than 65536 bytes", refused(managed));
  }

  @Test
  @Timeout(10)
  void of_pipeOrFolderInItsPlace_isRefusedAndNotWaitedFor() throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", "" + managed.file()).start().waitFor());
    assertEquals(managed.file() + " is no file", refused(managed));

    Files.delete(managed.file());
    Files.createDirectory(
        managed.file(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    assertEquals(managed.file() + " is no file", refused(managed));
  }

  @Test
  void system_rootOwnsIt() {
    assertEquals(new ManagedPolicy(Path.of("/etc/volta/policy.json"), 0), ManagedPolicy.SYSTEM);
  }
}
