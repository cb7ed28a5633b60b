package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A feed that stands still is noticed, whichever of its files has expired. */
class ExpiryTest {
  @TempDir Path dir;
  private TrustFixture fixture;
  private TestFeed feed;

  @BeforeEach
  void open() throws IOException {
    fixture = new TrustFixture(dir);
    feed = fixture.feed;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Roles after the expired one keep what they had; the root alone is kept though it expired. */
  @ParameterizedTest(name = "new {0}, expired: {1}")
  @CsvSource({
    "root,      '2, 1, 1, 1'",
    "timestamp, '1, 1, 1, 1'",
    "snapshot,  '1, 2, 1, 1'",
    "targets,   '1, 2, 2, 1'"
  })
  void refresh_newVersionIsExpired_isRefused(String role, String versions) throws Exception {
    fixture.refresh();
    feed.expiresInDays(role, -1);
    feed.publish(role.equals("root") ? new String[] {"root"} : new String[] {"targets"});
    feed.publish("snapshot", "timestamp");

    fixture.assertRefused(Kind.EXPIRED, role);

    assertEquals("[" + versions + "]", fixture.versions().toString());
  }

  @ParameterizedTest(name = "{0}, at the first refresh")
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void refresh_expiredAtFirst_isRefused(String role) throws Exception {
    feed.expiresInDays(role, -1).publish("root", "targets", "snapshot", "timestamp");

    fixture.assertRefused(Kind.EXPIRED, role);
  }

  /** Section 5.4.3 by its letter would end the cycle before the expiry is looked at. */
  @Test
  void refresh_sameTimestampReplayed_isRefusedOnceItExpires() throws Exception {
    feed.expiresInDays("timestamp", 7).publish("timestamp");
    fixture.refresh();

    fixture.now = TestFeed.NOW.plus(7, ChronoUnit.DAYS).minusSeconds(1);
    fixture.refresh();
    fixture.now = fixture.now.plusSeconds(1);

    fixture.assertRefused(Kind.EXPIRED, "timestamp");
  }

  /** A new timestamp says nothing of how long the files below it live. */
  @ParameterizedTest(name = "stored {0} has expired, the timestamp has not")
  @ValueSource(strings = {"snapshot", "targets"})
  void refresh_storedFileExpired_isRefused(String role) throws Exception {
    feed.expiresInDays(role, 7).publishTargets();
    fixture.refresh();
    feed.publish("timestamp");
    fixture.now = TestFeed.NOW.plus(8, ChronoUnit.DAYS);

    fixture.assertRefused(Kind.EXPIRED, role);
  }

  @Test
  void refresh_storedFilesExpiredNewOnesNot_goesOn() throws Exception {
    feed.expiresInDays("timestamp", 7).expiresInDays("snapshot", 7);
    feed.publish("snapshot", "timestamp");
    fixture.refresh();
    feed.expiresInDays("timestamp", 21).expiresInDays("snapshot", 21);
    feed.publish("targets", "snapshot", "timestamp");
    fixture.now = TestFeed.NOW.plus(18, ChronoUnit.DAYS);

    fixture.refresh();

    fixture.assertCurrent();
  }

  /** An expired file still says how far we were. */
  @Test
  void refresh_storedTimestampExpired_stillForbidsRollback() throws Exception {
    byte[] first = feed.current("timestamp");
    feed.expiresInDays("timestamp", 1).publish("timestamp");
    fixture.refresh();
    feed.put("timestamp", 1, first);
    fixture.now = TestFeed.NOW.plus(2, ChronoUnit.DAYS);

    fixture.assertRefused(Kind.ROLLBACK, "timestamp");
  }

  @Test
  void refresh_oldRootsOfTheChainExpired_doNotMatter() throws Exception {
    feed.expiresInDays("root", -300).publish("root");
    feed.expiresInDays("root", 300).publish("root");

    fixture.refresh();

    fixture.assertCurrent();
  }

  @Test
  void refresh_clockSetBack_doesNotMakeOldFilesFresh() throws Exception {
    feed.expiresInDays("timestamp", 7).publish("timestamp");
    feed.expiresInDays("root", 300).expiresInDays("snapshot", 300).expiresInDays("targets", 300);
    feed.publish("root", "targets", "snapshot");
    feed.expiresInDays("timestamp", 100).publish("timestamp");
    fixture.now = TestFeed.NOW.plus(50, ChronoUnit.DAYS);
    fixture.refresh();
    feed.expiresInDays("timestamp", 7).publish("timestamp");
    fixture.now = TestFeed.NOW;

    fixture.assertRefused(Kind.EXPIRED, "timestamp");
  }

  @Test
  void refresh_clockSetBack_isTold() throws Exception {
    fixture.now = TestFeed.NOW.plus(10, ChronoUnit.DAYS);
    fixture.refresh();
    fixture.now = TestFeed.NOW;

    StartTime start = fixture.refresh().start();

    assertEquals(TestFeed.NOW.plus(9, ChronoUnit.DAYS), start.time());
    assertEquals(Optional.of(Duration.ofDays(10)), start.behind());
  }

  /** It only guards against clocks that go back: a run does not end for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2036-01-01T00:00:00Z and much more than a time may have"})
  void refresh_timeOfTheLastRunIsSpoiled_goesByTheClock(String spoiled) throws Exception {
    fixture.refresh();
    Path refreshed = fixture.folder.resolve("refreshed");
    assertEquals(TestFeed.NOW + "\n", Files.readString(refreshed));
    Files.writeString(refreshed, spoiled);

    assertEquals(new StartTime(fixture.now, Optional.empty()), fixture.refresh().start());
    assertEquals(TestFeed.NOW + "\n", Files.readString(refreshed));
  }

  /** As long as the file may be, and blanks do not count. */
  @Test
  void refresh_timeOfTheLastRunWithBlanks_isHeeded() throws Exception {
    fixture.refresh();
    String time = TestFeed.NOW.plus(10, ChronoUnit.DAYS).toString();
    Files.writeString(fixture.folder.resolve("refreshed"), time + " ".repeat(64 - time.length()));

    assertEquals(Optional.of(Duration.ofDays(10)), fixture.refresh().start().behind());
    Files.writeString(fixture.folder.resolve("refreshed"), time + " ".repeat(65 - time.length()));
    assertEquals(Optional.empty(), fixture.refresh().start().behind());
  }

  @Test
  void refresh_clockFarAhead_leavesNoTraceOfIt() throws Exception {
    fixture.refresh();
    fixture.now = TestFeed.NOW.plus(3000, ChronoUnit.DAYS);
    fixture.assertRefused(Kind.EXPIRED, "root");
    fixture.now = TestFeed.NOW.plusSeconds(1);

    StartTime start = fixture.refresh().start();

    assertEquals(new StartTime(fixture.now, Optional.empty()), start);
    assertEquals(List.of(1L, 1L, 1L, 1L), fixture.versions());
  }

  /** The time is asked for once: what is fresh at the start of a run stays so until its end. */
  @Test
  void refresh_clockRunsDuringTheRun_isAskedOnce() throws Exception {
    feed.expires("targets", TestFeed.NOW.plusSeconds(1)).publishTargets();
    fixture.server.trick(
        "metadata/2.targets.json",
        exchange -> {
          fixture.now = TestFeed.NOW.plus(1, ChronoUnit.DAYS);
          FeedServer.answer(exchange, feed.current("targets"));
        });

    fixture.refresh();

    fixture.assertCurrent();
  }
}
