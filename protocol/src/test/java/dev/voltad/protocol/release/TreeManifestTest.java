package dev.voltad.protocol.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeManifestTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final TreeEntry JAR = TreeEntry.file("app/volta.jar", "0644", 12, HASH);
  private static final TreeEntry LINK = TreeEntry.link("licenses/jdk", "../runtime/legal");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String file(String path) {
    return "{\"path\":\"%s\",\"mode\":\"0644\",\"size\":1,\"sha256\":\"%s\"}".formatted(path, HASH);
  }

  private static byte[] manifest(String... files) {
    return bytes(
        "{\"schema\":1,\"version\":\"0.1.0\",\"platform\":\"linux-x64\",\"files\":[%s]}"
            .formatted(String.join(",", files)));
  }

  private static void assertRefused(byte[] text) {
    assertThrows(IOException.class, () -> TreeManifest.parse(text));
  }

  @Test
  void text_ofManifest_isStableAndReadsBack() throws IOException {
    TreeManifest manifest = TreeManifest.of("0.1.0", "linux-x64", List.of(JAR, LINK));

    byte[] text = manifest.text();

    assertEquals(
        """
        {"schema":1,"version":"0.1.0","platform":"linux-x64","files":[
        {"path":"app/volta.jar","mode":"0644","size":12,"sha256":"%s"},
        {"path":"licenses/jdk","link":"../runtime/legal"}
        ]}
        """
            .formatted(HASH),
        new String(text, StandardCharsets.UTF_8));
    assertEquals(manifest, TreeManifest.parse(text));
    assertArrayEquals(text, TreeManifest.parse(text).text());
  }

  @Test
  void slotName_isVersionAndHashOfTheText() throws IOException {
    byte[] text = manifest(file("a"));

    String name = TreeManifest.slotName(text);

    assertEquals("0.1.0-" + Sha256.of(text).substring(0, 12), name);
    assertTrue(name.matches("0\\.1\\.0-[0-9a-f]{12}"), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "..",
        "../a",
        "a/../b",
        "a/..",
        ".",
        "./a",
        "a//b",
        "a/",
        "a\\\\b",
        "a\\u0000b",
        "a\\nb",
        "a\\u007fb",
        "\\u00e4",
        "manifest.json"
      })
  void parse_pathThatMayLeaveTheTree_isRefused(String path) {
    assertRefused(manifest(file(path)));
  }

  @Test
  void parse_pathThatIsTooLong_isRefused() throws IOException {
    TreeManifest.parse(manifest(file("a".repeat(240))));

    assertRefused(manifest(file("a".repeat(241))));
  }

  @ParameterizedTest
  @CsvSource({
    "a, /etc",
    "a, ..",
    "a, ../b",
    "a/b, ../../c",
    "a, b/../../c",
    "a, b/..",
    "a, ''",
    "a, .",
    "a/b, ../.."
  })
  void parse_linkThatMayLeaveTheTree_isRefused(String path, String target) {
    assertRefused(manifest("{\"path\":\"%s\",\"link\":\"%s\"}".formatted(path, target)));
  }

  @Test
  void parse_linkInsideTheTree_isTaken() throws IOException {
    TreeManifest manifest = TreeManifest.parse(manifest("{\"path\":\"a/b\",\"link\":\"../c/d\"}"));

    assertEquals(List.of(TreeEntry.link("a/b", "../c/d")), manifest.files());
  }

  @Test
  void parse_pathsOutOfOrderOrTwiceOrBelowOneAnother_areRefused() throws IOException {
    TreeManifest.parse(manifest(file("a"), file("b/c")));

    assertRefused(manifest(file("b"), file("a")));
    assertRefused(manifest(file("a"), file("a")));
    assertRefused(manifest(file("a"), file("a/b")));
    assertRefused(manifest("{\"path\":\"a\",\"link\":\"c\"}", file("a-b"), file("a/b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'path':'a'}",
        "{'path':'a','mode':'0644','size':1}",
        "{'path':'a','mode':'0644','size':1,'sha256':'HASH','link':'b'}",
        "{'path':'a','mode':'4755','size':1,'sha256':'HASH'}",
        "{'path':'a','mode':'0666','size':1,'sha256':'HASH'}",
        "{'path':'a','mode':'0644','size':-1,'sha256':'HASH'}",
        "{'path':'a','mode':'0644','size':268435457,'sha256':'HASH'}",
        "{'path':'a','mode':'0644','size':1,'sha256':'00'}",
        "{'path':'a','path':'b','mode':'0644','size':1,'sha256':'HASH'}",
        "null"
      })
  void parse_entryThatIsNone_isRefused(String entry) {
    assertRefused(manifest(entry.replace('\'', '"').replace("HASH", HASH)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{'schema':2,'version':'1','platform':'a','files':[]}",
        "{'schema':1,'version':'../1','platform':'a','files':[]}",
        "{'schema':1,'version':'1/2','platform':'a','files':[]}",
        "{'schema':1,'version':'1','platform':'a/b','files':[]}",
        "{'schema':1,'version':'1','platform':'a'}",
        "{'schema':1,'version':'1','platform':'a','files':[]} {}"
      })
  void parse_noManifest_isRefused(String text) {
    assertRefused(bytes(text.replace('\'', '"')));
  }

  @Test
  void parse_moreOrLargerThanTheLimits_isRefused() {
    String large =
        "{\"path\":\"%d\",\"mode\":\"0644\",\"size\":268435456,\"sha256\":\"" + HASH + "\"}";
    String[] files =
        IntStream.rangeClosed(10_000, 20_000)
            .mapToObj(i -> "{\"path\":\"" + i + "\",\"link\":\"b\"}")
            .toArray(String[]::new);

    assertRefused(manifest(large.formatted(1), large.formatted(2), large.formatted(3)));
    assertRefused(manifest(files));
    assertRefused(
        bytes(
            IntStream.range(0, 1 << 18)
                    .mapToObj(i -> "                ")
                    .collect(Collectors.joining())
                + " {}"));
  }

  @Test
  void parse_fieldsOfALaterRelease_areIgnored() throws IOException {
    String entry = file("a").replace("}", ",\"later\":{\"size\":1}}");

    assertEquals("a", TreeManifest.parse(manifest(entry)).files().get(0).path());
  }
}
