package dev.voltad.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures that are given on other machines, and keys that change hands. */
class OfflineSigningTest {
  @TempDir Path dir;
  private FeedBench bench;
  private Path file;

  @BeforeEach
  void exported() throws Exception {
    bench = FeedBench.withFeed(dir);
    bench.add("1.0.0", "stable", "--rollout", "24:100").ok();
    file = dir.resolve("to-sign.json");
    bench.feed("export", file.toString()).ok();
  }

  private String key(String name) {
    return bench.keys.resolve(name).toString();
  }

  @Test
  void twoSigners_eachAlone_together_publish() throws Exception {
    Path second = dir.resolve("second.json");
    Files.copy(file, second);
    bench
        .run("sign-file", file.toString(), "--keys", key("targets-1.key"))
        .ok()
        .says("+ 1.0.0: linux-x64")
        .says("after 24 h 100 of 10000");
    bench.run("sign-file", second.toString(), "--keys", key("targets-3.key")).ok();
    bench.feed("import", file.toString()).ok().says("1 of 2 signatures");
    bench.feed("sign", "--keys", key("snapshot.key"), "--keys", key("timestamp.key")).ok();
    assertTrue(bench.channel("stable").isEmpty());

    bench.feed("import", second.toString()).ok().says("has its signatures");
    bench.feed("import", second.toString()).ok();
    bench.feed("sign", "--keys", key("snapshot.key"), "--keys", key("timestamp.key")).ok();

    assertTrue(bench.channel("stable").isPresent());
    bench.feed("import", second.toString()).problem("refused-by-policy");
  }

  @Test
  void summary_ofAChangedFile_isMadeFromWhatIsSigned() throws Exception {
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\\+ 1.0.0: linux-x64", "+ harmless"));
    bench.run("sign-file", file.toString()).ok().says("+ 1.0.0: linux-x64");
    Files.writeString(file, text.replaceFirst("\\[ 24, 100 \\]", "[ 24, 1 ]"));
    bench.run("sign-file", file.toString()).problem("filesystem").says("was changed");
  }

  @Test
  void signature_wrong_isNotTakenIn() throws Exception {
    bench.run("sign-file", file.toString(), "--keys", key("targets-1.key")).ok();
    String text = Files.readString(file);
    int at = text.indexOf("\"sig\":\"") + "\"sig\":\"".length();
    char other = text.charAt(at) == '0' ? '1' : '0';
    Files.writeString(file, text.substring(0, at) + other + text.substring(at + 1));
    bench.feed("import", file.toString()).problem("signature-invalid");
  }

  @Test
  void export_signedOrChanged_isNotOverwritten() throws Exception {
    bench.feed("export", file.toString()).ok();
    bench.run("sign-file", file.toString(), "--keys", key("targets-1.key")).ok();
    bench.feed("export", file.toString()).problem("refused-by-policy");
    bench.feed("pause", "--channel", "stable", "--version", "1.0.0").ok();
    bench.feed("import", file.toString()).problem("refused-by-policy").says("has changed");
    FeedBench other = FeedBench.withFeed(Files.createDirectory(dir.resolve("other")));
    other.feed("import", file.toString()).problem("refused-by-policy").says("of the feed");
    bench
        .run("sign-file", file.toString(), "--keys", other.keys.toString())
        .ok()
        .says("Added 0 signatures");
  }

  @Test
  void file_ofAnything_isRefusedWithoutATrace() throws Exception {
    for (String text :
        new String[] {"", "{}", "[]", "{\"schema\":2}", "{\"schema\":1}", "\u0000"}) {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      assertTrue(bench.run("sign-file", file.toString()).exit() >= 7, text);
    }
  }

  @Test
  void targetsKey_rotated_newOneSigns() throws Exception {
    bench.sign().ok();
    Path anna = dir.resolve("anna.key");
    bench.run("key", anna.toString()).ok();
    String old = KeyFile.read(bench.keys.resolve("targets-1.key")).key().id().substring(0, 8);
    bench
        .feed("rotate", "--role", "targets", "--add", anna + ".pub", "--remove", old)
        .ok()
        .says("Root 2 waits");
    bench
        .feed("rotate", "--role", "targets", "--add", anna + ".pub", "--remove", old)
        .ok()
        .says("Nothing to do");
    bench.sign().ok().says("Published root 2.");
    assertEquals(2, bench.refresh().versions().get("root"));
    bench.feed("verify").ok();

    bench.feed("pause", "--channel", "stable", "--version", "1.0.0").ok();
    String[] online = {"--keys", key("snapshot.key"), "--keys", key("timestamp.key")};
    bench
        .feed(
            "sign",
            "--keys",
            key("targets-1.key"),
            "--keys",
            key("targets-2.key"),
            online[0],
            online[1],
            online[2],
            online[3])
        .ok()
        .says("1 of 2 signatures");
    bench.feed("sign", "--keys", anna.toString(), online[0], online[1], online[2], online[3]).ok();
    assertTrue(bench.channel("stable").orElseThrow().releases().get(0).rollout().isPresent());
  }

  @Test
  void timestampKey_lost_isReplacedWithoutIt() throws Exception {
    bench.sign().ok();
    bench.refresh();
    String lost = KeyFile.read(bench.keys.resolve("timestamp.key")).key().id().substring(0, 8);
    Files.delete(bench.keys.resolve("timestamp.key"));
    Path fresh = bench.keys.resolve("timestamp-b.key");
    bench.run("key", fresh.toString()).ok();
    bench.feed("rotate", "--role", "timestamp", "--add", fresh + ".pub", "--remove", lost).ok();
    bench.sign().ok().says("are needed too");
    assertEquals(1, bench.refresh().versions().get("root"));

    bench.feed("sign", "--keys", bench.keys.toString(), "--without-old").ok();

    assertEquals(2, bench.refresh().versions().get("root"));
    bench.feed("refresh-timestamp", "--keys", bench.keys.toString()).ok();
    bench.feed("verify").ok();
  }
}
