package dev.voltad.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.job.JobRunner;
import dev.voltad.daemon.job.Timer;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.ManagedPolicy;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Settings;
import dev.voltad.protocol.UpdateMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The keeper and the writer of one policy, on a real disk. */
@Timeout(30)
final class PolicyKeeperTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path home;

  private final Timer timer = new Timer();
  private final Thread clock = new Thread(timer::run, "test-timer");
  private final JobRunner runner = new JobRunner(timer, () -> {});
  private final BlockingQueue<Boolean> turns = new LinkedBlockingQueue<>();
  private final BlockingQueue<Optional<Problem>> ends = new LinkedBlockingQueue<>();
  private Instant now = NOW;
  private PolicyKeeper keeper;
  private PolicyWriter writer;
  private Path file;

  @BeforeEach
  void setUp() throws Exception {
    clock.start();
    file = Policy.file(home);
    Files.createDirectory(file.getParent());
    keeper = keeper(() -> now);
    writer = new PolicyWriter(home, runner, keeper::read);
  }

  private PolicyKeeper keeper(InstantSource clock) throws IOException {
    return new PolicyKeeper(
        home, managed(), runner, clock, () -> turns.add(keeper.hold().isPresent()), policy -> {});
  }

  /** A file that may be there, of whoever runs the test. */
  private ManagedPolicy managed() throws IOException {
    return new ManagedPolicy(
        home.resolve("etc-policy.json"), (int) Files.getAttribute(home, "unix:uid"));
  }

  @AfterEach
  void stop() throws Exception {
    assertTrue(runner.stop(Duration.ofSeconds(10)));
    timer.end();
    clock.join();
  }

  private Optional<Problem> end() throws Exception {
    Optional<Problem> end = ends.poll(20, TimeUnit.SECONDS);
    assertTrue(end != null, "no end");
    return end;
  }

  /** A request that starts the daemon is there before the job thread has read anything. */
  @Test
  void policy_beforeTheFirstRead_isWhatIsWrittenDown() throws Exception {
    Files.writeString(file, "{\"mode\": \"off\", \"pin\": \"2.x\"}");
    assertEquals(UpdateMode.OFF, keeper(() -> now).policy().inForce().updateMode());

    Files.writeString(file, "{\"mode\": ");
    assertTrue(keeper(() -> now).hold().isPresent());
  }

  @Test
  void isOnHold_nobodyHasLooked_countsAsHeld() {
    assertTrue(keeper.isOnHold());

    keeper.read();

    assertFalse(keeper.isOnHold());
    assertTrue(turns.isEmpty());
  }

  @Test
  void read_holdWithAnEnd_endsByTheClock() throws Exception {
    Hold hold = Hold.begin(NOW, Optional.of(NOW.plusSeconds(60)), Optional.of("moving"));
    Files.writeString(file, Policy.withHold(Optional.empty(), Optional.of(hold)));

    keeper.read();

    assertTrue(keeper.isOnHold());
    assertEquals(Optional.of(hold), keeper.hold());
    now = NOW.plusSeconds(60);
    assertFalse(keeper.isOnHold());
    assertTrue(keeper.problem().isEmpty());
  }

  @Test
  void read_holdThatEndsSoon_tellsWhenItDoes() throws Exception {
    keeper = keeper(InstantSource.system());
    Instant soon = Instant.now().plusMillis(300);
    Hold hold = Hold.begin(Instant.now(), Optional.of(soon), Optional.empty());
    Files.writeString(file, Policy.withHold(Optional.empty(), Optional.of(hold)));
    runner.start();

    runner.offer(keeper::read);

    assertEquals(true, turns.poll(20, TimeUnit.SECONDS));
    assertEquals(false, turns.poll(20, TimeUnit.SECONDS));
    assertFalse(Instant.now().isBefore(soon));
    assertFalse(keeper.isOnHold());
  }

  @Test
  void read_managed_isInForceAndNotWrittenIntoTheHome() throws Exception {
    Files.writeString(managed().file(), "{\"idleExit\": \"2h\"}");
    Files.writeString(file, "{\"idleExit\": \"1s\", \"pin\": \"2.x\"}");
    List<Optional<Duration>> idle = new ArrayList<>();
    keeper =
        new PolicyKeeper(
            home,
            managed(),
            runner,
            () -> now,
            () -> {},
            policy -> idle.add(policy.inForce().idleAfter()));

    keeper.read();

    assertTrue(keeper.problem().isEmpty(), () -> keeper.problem().toString());
    assertEquals(List.of(Optional.of(Duration.ofHours(2))), idle);
    assertEquals(Optional.of("1s"), keeper.policy().settings().idleExit());
    runner.start();
    writer.change(
        before -> Policy.withSettings(before, keeper.policy().settings().with("mode", "stage")),
        ends::add);
    assertEquals(Optional.empty(), end());
    assertEquals(Optional.of("1s"), Policy.parse(Files.readString(file)).settings().idleExit());
  }

  @Test
  void read_managedThatOthersMayWrite_countsAsHeld() throws Exception {
    Files.writeString(managed().file(), "{\"mode\": \"auto\"}");
    Files.setPosixFilePermissions(managed().file(), PosixFilePermissions.fromString("rw-rw-rw-"));

    keeper.read();

    assertTrue(keeper.isOnHold());
    Problem problem = keeper.problem().orElseThrow();
    assertEquals(ProblemCode.CONFIGURATION, problem.code());
    assertTrue(
        problem.detail().startsWith(managed().file() + " may be written by others"),
        problem::detail);
    Files.delete(managed().file());
    keeper.read();
    assertFalse(keeper.isOnHold());
  }

  @Test
  void read_garbage_countsAsHeldAndIsNotWrittenOver() throws Exception {
    Files.writeString(file, "{\"hold\": tru");
    keeper.read();

    assertTrue(keeper.isOnHold());
    assertEquals(ProblemCode.CONFIGURATION, keeper.problem().orElseThrow().code());
    Optional<Hold> first = keeper.hold();
    now = NOW.plusSeconds(5);
    keeper.read();
    assertEquals(first, keeper.hold());

    runner.start();
    writer.change(before -> Policy.withHold(before, Optional.empty()), ends::add);
    assertEquals(ProblemCode.CONFIGURATION, end().orElseThrow().code());
    writer.change(before -> Policy.withSettings(before, Settings.NONE), ends::add);
    assertEquals(ProblemCode.CONFIGURATION, end().orElseThrow().code());
    assertEquals("{\"hold\": tru", Files.readString(file));

    Files.delete(file);
    runner.offer(keeper::read);
    writer.change(before -> Policy.withHold(before, Optional.empty()), ends::add);
    assertEquals(Optional.empty(), end());
    assertFalse(keeper.isOnHold());
    assertTrue(keeper.problem().isEmpty());
  }

  @Test
  void change_wellMade_isKnownWhenItIsAnswered() throws Exception {
    runner.start();

    writer.change(before -> Policy.withHold(before, Optional.of(Hold.asked("{}", NOW))), ends::add);

    assertEquals(Optional.empty(), end());
    assertTrue(keeper.isOnHold());
    assertEquals(keeper.hold(), Policy.of(home, managed()).hold());
  }

  @Test
  void change_fileLockedByAnother_isRefused() throws Exception {
    FileLock held = FileLock.tryLock(home.resolve("self/policy.json.lock")).orElseThrow();
    runner.start();

    writer.change(before -> "{}", ends::add);

    assertEquals(ProblemCode.LOCK_HELD, end().orElseThrow().code());
    held.close();
    assertFalse(Files.exists(file));
  }

  @Test
  void change_jobThreadAtWork_isGivenUpAndNotMadeLater() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    runner.offer(() -> await(over));
    runner.start();

    writer.change(before -> "{}", ends::add);

    assertEquals(ProblemCode.BUSY, end().orElseThrow().code());
    over.countDown();
    CountDownLatch done = new CountDownLatch(1);
    runner.offer(done::countDown);
    assertTrue(done.await(20, TimeUnit.SECONDS));
    assertFalse(Files.exists(file));
    assertTrue(ends.isEmpty());
  }

  @Test
  void change_manyWhileTheJobThreadIsAtWork_leaveRoomInItsQueue() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    runner.offer(() -> await(over));
    runner.start();

    for (int i = 0; i < 20; i++) {
      writer.change(before -> "{}", ends::add);
    }

    assertEquals(ProblemCode.BUSY, end().orElseThrow().code()); // the fifth, at once
    assertTrue(runner.offer(() -> {}));
    over.countDown();
    for (int i = 1; i < 20; i++) {
      end();
    }
    writer.change(before -> "{}", ends::add);
    assertEquals(Optional.empty(), end());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
