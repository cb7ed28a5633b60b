package dev.voltad.daemon.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.MigrationListener;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.protocol.Condition;
import dev.voltad.protocol.JobEvent;
import dev.voltad.protocol.ProblemCode;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class MigrationsTest {
  @TempDir Path folder;

  private final Timer timer = new Timer();
  private final Thread clock = new Thread(timer::run, "test-timer");
  private final JobRunner runner = new JobRunner(timer, () -> {});
  private final AtomicBoolean isOnHold = new AtomicBoolean();
  private final BlockingQueue<JobEvent> events = new LinkedBlockingQueue<>();
  private Path home;
  private Path install;
  private Migrations migrations;

  @BeforeEach
  void makeHome() throws Exception {
    home = Files.createDirectories(folder.resolve("home"));
    install = Files.createDirectories(folder.resolve("programs"));
    Path shim = Files.writeString(install.resolve("volta-shim"), "");
    Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwx------"));
    Files.createFile(home.resolve("layout.v3"));
    clock.start();
    migrations =
        new Migrations(
            home, new Migrator(home, install), runner, isOnHold::get, state -> {}, () -> {});
  }

  @AfterEach
  void stop() throws Exception {
    migrations.abandonWaiting();
    assertTrue(runner.stop(Duration.ofSeconds(10)));
    timer.end();
    clock.join();
  }

  private JobEvent lastEvent() throws Exception {
    JobEvent event = events.poll(20, TimeUnit.SECONDS);
    while (!event.isLast()) {
      event = events.poll(20, TimeUnit.SECONDS);
    }
    return event;
  }

  @Test
  void request_outdatedHome_migratesIt() throws Exception {
    assertEquals("not looked at yet", migrations.state().home().evidence());
    runner.start();

    assertEquals("request", migrations.request(events::add).orElseThrow().trigger());

    assertEquals("migrated", lastEvent().job().orElseThrow().outcome().orElseThrow());
    assertEquals(Condition.CURRENT, migrations.state().home().condition());
    assertTrue(Files.exists(home.resolve("layout.v4")));
  }

  @Test
  void request_twiceBeforeItRuns_isOneJob() throws Exception {
    migrations.request(events::add);
    migrations.request(events::add);
    assertEquals(Condition.MIGRATING, migrations.state().home().condition());

    runner.start();

    assertEquals(lastEvent().job(), lastEvent().job());
  }

  @Test
  void request_homeThatMemoryCannotHold_failsAndTheNextRunsAllTheSame() throws Exception {
    AtomicBoolean isFull = new AtomicBoolean(true);
    FileOps disk = new PosixFileOps();
    FileOps ops =
        (FileOps)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FileOps.class},
                (proxy, method, arguments) -> {
                  if (isFull.get()) {
                    throw new OutOfMemoryError("on purpose");
                  }
                  return method.invoke(disk, arguments);
                });
    migrations =
        new Migrations(
            home, new Migrator(home, install, ops), runner, isOnHold::get, state -> {}, () -> {});
    runner.start();

    migrations.request(events::add);

    assertEquals(ProblemCode.ENVIRONMENT, lastEvent().problem().orElseThrow().code());
    assertEquals(Condition.FAILED, migrations.state().home().condition());
    isFull.set(false);
    migrations.request(events::add);
    assertEquals("migrated", lastEvent().job().orElseThrow().outcome().orElseThrow());
  }

  @Test
  void request_migrationThatFails_saysWhyAndIsTriedAgain() throws Exception {
    Files.createFile(home.resolve("bin")); // a file where a folder must be
    runner.start();

    migrations.request(events::add);

    JobEvent failed = lastEvent();
    assertEquals(ProblemCode.FILESYSTEM, failed.problem().orElseThrow().code());
    assertTrue(failed.problem().orElseThrow().detail().contains("bin"));
    assertEquals(Condition.FAILED, migrations.state().home().condition());
    Files.delete(home.resolve("bin"));
    migrations.request(events::add);
    assertEquals("migrated", lastEvent().job().orElseThrow().outcome().orElseThrow());
    assertTrue(migrations.state().problem().isEmpty());
  }

  @Test
  void requestAtStart_homeThatWasUndone_isLeftAloneUntilSomebodyAsks() throws Exception {
    Migrator migrator = new Migrator(home, install);
    migrator.migrate(LockWait.NONE, "test", MigrationListener.NONE);
    migrator.undo(LockWait.NONE, "test", MigrationListener.NONE);
    runner.start();

    migrations.requestAtStart();
    migrations.request(event -> {}); // joins, or comes after: then it is a request of its own
    migrations.request(events::add);

    JobEvent first = lastEvent();
    String outcome = first.job().orElseThrow().outcome().orElseThrow();
    if (outcome.equals("held-back")) {
      assertFalse(Files.exists(home.resolve("layout.v4")));
      assertEquals(Condition.HELD_BACK, migrations.state().home().condition());
      migrations.request(events::add);
      outcome = lastEvent().job().orElseThrow().outcome().orElseThrow();
    }
    assertEquals("migrated", outcome);
  }

  private void untilJobsAreDone() throws Exception {
    for (int i = 0; i < 2; i++) { // a look may have handed in a migration behind this
      CountDownLatch done = new CountDownLatch(1);
      assertTrue(runner.offer(done::countDown));
      assertTrue(done.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void lookAfterChange_newerMarkerTakenAway_isWellAtOnce() throws Exception {
    new Migrator(home, install).migrate(LockWait.NONE, "test", MigrationListener.NONE);
    Path newer = Files.createFile(home.resolve("layout.v5"));
    runner.start();
    migrations.request(events::add);
    assertEquals(ProblemCode.LAYOUT_TOO_NEW, lastEvent().problem().orElseThrow().code());
    assertEquals(Condition.FAILED, migrations.state().home().condition());

    Files.delete(newer);
    migrations.lookAfterChange();
    untilJobsAreDone();

    assertEquals(Condition.CURRENT, migrations.state().home().condition());
    assertTrue(migrations.state().problem().isEmpty());
  }

  @Test
  void lookAfterChange_shimIsMissing_isPutBack() throws Exception {
    new Migrator(home, install).migrate(LockWait.NONE, "test", MigrationListener.NONE);
    Files.delete(home.resolve("bin/npx"));
    runner.start();

    migrations.lookAfterChange();
    untilJobsAreDone();

    assertTrue(Files.isSymbolicLink(home.resolve("bin/npx")));
    assertEquals("repaired", migrations.state().lastJob().orElseThrow().outcome().orElseThrow());
  }

  @Test
  void lookAfterChange_againAtOnce_waitsBeforeItRepairsAgain() throws Exception {
    new Migrator(home, install).migrate(LockWait.NONE, "test", MigrationListener.NONE);
    runner.start();
    Files.delete(home.resolve("bin/npx"));
    migrations.lookAfterChange();
    untilJobsAreDone();

    Files.delete(home.resolve("bin/npx"));
    migrations.lookAfterChange();
    untilJobsAreDone();

    assertFalse(Files.exists(home.resolve("bin/npx"), LinkOption.NOFOLLOW_LINKS));
    migrations.request(events::add); // whoever asks does not wait
    assertEquals("repaired", lastEvent().job().orElseThrow().outcome().orElseThrow());
  }

  @Test
  void onHold_outdatedHome_isLeftAsItIsUntilSomebodyAsks() throws Exception {
    isOnHold.set(true);
    runner.start();

    migrations.requestAtStart();
    migrations.requestAfterLoss();
    untilJobsAreDone();

    assertEquals(Condition.OUTDATED, migrations.state().home().condition());
    assertEquals("v3", migrations.state().home().layout().orElseThrow());
    assertTrue(migrations.log().jobs().isEmpty());
    migrations.request(events::add);
    assertEquals("migrated", lastEvent().job().orElseThrow().outcome().orElseThrow());
  }

  @Test
  void onHold_shimIsMissing_isPutBackWhenTheHoldEnds() throws Exception {
    new Migrator(home, install).migrate(LockWait.NONE, "test", MigrationListener.NONE);
    isOnHold.set(true);
    Files.delete(home.resolve("bin/npx"));
    runner.start();

    migrations.lookAfterChange();
    untilJobsAreDone();

    assertFalse(Files.exists(home.resolve("bin/npx"), LinkOption.NOFOLLOW_LINKS));
    assertEquals(1, migrations.state().home().drift());
    isOnHold.set(false);
    migrations.lookAfterChange(); // as the end of a hold does
    untilJobsAreDone();
    assertTrue(Files.isSymbolicLink(home.resolve("bin/npx")));
  }

  @Test
  void onHold_beganWhileAJobWaits_itIsNotDoneButWhoAsksMeanwhileIsServed() throws Exception {
    migrations.requestAtStart(); // queued: the job thread does not run yet
    isOnHold.set(true);
    runner.start();
    untilJobsAreDone();

    assertEquals("on-hold", migrations.state().lastJob().orElseThrow().outcome().orElseThrow());
    assertFalse(Files.exists(home.resolve("layout.v4")));
  }

  @Test
  void onHold_afterAFailure_isOutdatedAndTriedAgainWhenItEnds() throws Exception {
    Path shim = install.resolve("volta-shim");
    Files.move(shim, install.resolve("away"));
    runner.start();
    migrations.request(events::add);
    lastEvent();
    assertEquals(Condition.FAILED, migrations.state().home().condition());

    isOnHold.set(true);
    migrations.lookAfterChange();
    untilJobsAreDone();

    assertEquals(Condition.OUTDATED, migrations.state().home().condition());
    Files.move(install.resolve("away"), shim);
    isOnHold.set(false);
    migrations.lookAfterChange();
    untilJobsAreDone();
    assertEquals(Condition.CURRENT, migrations.state().home().condition());
  }

  @Test
  void requestAtStart_homeWasRemoved_makesNoOther() throws Exception {
    Files.delete(home.resolve("layout.v3"));
    Files.delete(home);
    runner.start();

    migrations.requestAtStart();
    untilJobsAreDone();

    assertFalse(Files.exists(home));
    assertEquals(Condition.ABSENT, migrations.state().home().condition());
  }

  @Test
  void abandonWaiting_lockHeldByAnother_endsTheJob() throws Exception {
    FileLock held = FileLock.tryLock(home.resolve("volta.lock")).orElseThrow();
    runner.start();
    migrations.request(events::add);
    JobEvent waiting = events.poll(20, TimeUnit.SECONDS);
    while (!waiting.job().orElseThrow().phase().startsWith("waiting for")) {
      waiting = events.poll(20, TimeUnit.SECONDS);
    }

    migrations.abandonWaiting();

    assertEquals(ProblemCode.BUSY, lastEvent().problem().orElseThrow().code());
    held.close();
  }
}
