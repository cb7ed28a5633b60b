package dev.voltad.daemon.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class HomeWatcherTest {
  @TempDir Path home;

  private final Semaphore noticed = new Semaphore(0);
  private final Semaphore changed = new Semaphore(0);

  @Test
  void markerRemoved_isNoticed() throws Exception {
    Path marker = Files.createFile(home.resolve("layout.v4"));
    HomeWatcher watcher = new HomeWatcher(home, marker, noticed::release, changed::release);
    watcher.start();
    assertEquals("events", watcher.mode());

    Files.delete(marker);

    assertTrue(noticed.tryAcquire(20, TimeUnit.SECONDS));
    watcher.close();
  }

  @Test
  void otherFilesChange_markerThere_isNothing() throws Exception {
    Path marker = Files.createFile(home.resolve("layout.v4"));
    HomeWatcher watcher = new HomeWatcher(home, marker, noticed::release, changed::release);
    watcher.start();

    for (int i = 0; i < 1000; i++) {
      Files.delete(Files.createFile(home.resolve("x" + i)));
    }
    Files.delete(marker); // is seen after all of the above

    assertTrue(noticed.tryAcquire(20, TimeUnit.SECONDS));
    watcher.close();
  }

  @Test
  void linkRemovedFromBin_isAChange() throws Exception {
    Path marker = Files.createFile(home.resolve("layout.v4"));
    Path link = Files.createFile(Files.createDirectory(home.resolve("bin")).resolve("npx"));
    HomeWatcher watcher = new HomeWatcher(home, marker, noticed::release, changed::release);
    watcher.start();

    Files.delete(link);

    assertTrue(changed.tryAcquire(20, TimeUnit.SECONDS));
    assertEquals(0, noticed.availablePermits());
    watcher.close();
  }

  @Test
  void binMadeLater_isWatchedToo() throws Exception {
    Path marker = Files.createFile(home.resolve("layout.v4"));
    HomeWatcher watcher = new HomeWatcher(home, marker, noticed::release, changed::release);
    watcher.start();
    Path bin = Files.createDirectory(home.resolve("bin"));
    assertTrue(changed.tryAcquire(20, TimeUnit.SECONDS));

    Files.createFile(bin.resolve("npx"));

    assertTrue(changed.tryAcquire(20, TimeUnit.SECONDS));
    watcher.close();
  }

  @Test
  void thousandsOfChanges_areFewReports() throws Exception {
    Path marker = Files.createFile(home.resolve("layout.v4"));
    Path bin = Files.createDirectory(home.resolve("bin"));
    HomeWatcher watcher = new HomeWatcher(home, marker, noticed::release, changed::release);
    watcher.start();

    for (int i = 0; i < 5000; i++) {
      Files.delete(Files.createFile(bin.resolve("x" + i)));
    }
    Files.delete(marker);
    assertTrue(noticed.tryAcquire(20, TimeUnit.SECONDS));
    assertTrue(changed.tryAcquire(20, TimeUnit.SECONDS));

    assertTrue(changed.availablePermits() < 20, () -> changed + " for 10000 changes");
    watcher.close();
  }

  @Test
  void homeRemoved_isAChangeAndPolledFromThenOn() throws Exception {
    Path shortLived = Files.createDirectory(home.resolve("short-lived"));
    HomeWatcher watcher =
        new HomeWatcher(
            shortLived, shortLived.resolve("layout.v4"), noticed::release, changed::release);
    watcher.start();

    Files.delete(shortLived);

    assertTrue(changed.tryAcquire(20, TimeUnit.SECONDS));
    assertEquals("a poll every 60 s (there is no home)", watcher.mode());
    watcher.close();
  }

  @Test
  void homeThatCannotBeWatched_isPolledAndSaysSo() throws Exception {
    Path gone = home.resolve("gone");
    HomeWatcher watcher =
        new HomeWatcher(gone, gone.resolve("layout.v4"), noticed::release, changed::release);

    watcher.start();

    assertEquals("a poll every 60 s (there is no home)", watcher.mode());
    watcher.close();
  }

  @Test
  void recordWrittenAnew_isAChange() throws Exception {
    Path marker = Files.createFile(home.resolve("layout.v4"));
    Path user = Files.createDirectories(home.resolve("tools/user"));
    Path platform = Files.writeString(user.resolve("platform.json"), "{}");
    HomeWatcher watcher = new HomeWatcher(home, marker, noticed::release, changed::release);
    watcher.start();

    Files.writeString(platform, "{\"node\":null}");

    assertTrue(changed.tryAcquire(20, TimeUnit.SECONDS));
    watcher.close();
  }

  @Test
  void homeReplacedByAnother_theOtherIsWatched() throws Exception {
    Path place = Files.createDirectory(home.resolve("place"));
    Path marker = Files.createFile(place.resolve("layout.v4"));
    Path other = Files.createDirectories(home.resolve("other/bin")).getParent();
    Files.createFile(other.resolve("layout.v4"));
    HomeWatcher watcher =
        new HomeWatcher(
            place,
            marker,
            noticed::release,
            changed::release,
            Events.of(place),
            Duration.ofMillis(20));
    watcher.start();
    Files.delete(marker); // in a folder that is about to go
    Files.delete(place);
    assertTrue(changed.tryAcquire(20, TimeUnit.SECONDS));
    changed.drainPermits();
    Files.move(other, place);
    assertTrue(changed.tryAcquire(20, TimeUnit.SECONDS));
    noticed.drainPermits();

    Files.delete(marker);

    assertTrue(noticed.tryAcquire(20, TimeUnit.SECONDS));
    assertEquals("events", watcher.mode());
    watcher.close();
  }

  @Test
  void systemSendsNoEvents_changesAreFoundByLooking() throws Exception {
    Path marker = Files.createFile(home.resolve("layout.v4"));
    Path bin = Files.createDirectory(home.resolve("bin"));
    HomeWatcher watcher =
        new HomeWatcher(
            home,
            marker,
            noticed::release,
            changed::release,
            Events.none("nfs4 sends no events"),
            Duration.ofMillis(20));
    watcher.start();
    assertEquals("a poll every 60 s (nfs4 sends no events)", watcher.mode());

    Files.createFile(bin.resolve("npx"));
    assertTrue(changed.tryAcquire(20, TimeUnit.SECONDS));
    Files.delete(marker);

    assertTrue(noticed.tryAcquire(20, TimeUnit.SECONDS));
    watcher.close();
  }
}
