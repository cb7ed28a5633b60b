package dev.voltad.daemon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionTest {
  /** Section 11 of the specification has the line from 1.0.0-alpha to 1.0.0. */
  private static final List<String> ORDER =
      List.of(
          "0.0.0-0",
          "0.0.0",
          "0.0.1",
          "0.9.9",
          "0.10.0",
          "1.0.0--",
          "1.0.0-alpha",
          "1.0.0-alpha.1",
          "1.0.0-alpha.beta",
          "1.0.0-beta",
          "1.0.0-beta.2",
          "1.0.0-beta.11",
          "1.0.0-rc.1",
          "1.0.0",
          "1.0.1-0",
          "1.0.1-1",
          "1.0.1-9",
          "1.0.1-10",
          "1.0.1-99999999999999999998",
          "1.0.1-99999999999999999999",
          "1.0.1-100000000000000000000",
          "1.0.1-0a",
          "1.0.1-A",
          "1.0.1-A.0",
          "1.0.1-a",
          "1.0.1",
          "1.2.0",
          "1.10.0",
          "2.0.0",
          "10.0.0",
          "999999999.999999999.999999999");

  @Test
  void compareTo_everyPair_followsTheOrder() {
    for (int i = 0; i < ORDER.size(); i++) {
      for (int j = 0; j < ORDER.size(); j++) {
        Version a = Version.parse(ORDER.get(i));
        Version b = Version.parse(ORDER.get(j));

        assertEquals(Integer.compare(i, j), Integer.signum(a.compareTo(b)), ORDER.get(i) + " " + b);
        assertEquals(i > j, a.isNewerThan(b));
        assertEquals(i == j, a.isSame(b));
      }
    }
  }

  @Test
  void compareTo_shuffled_sortsBack() {
    Random random = new Random(20261127);
    for (int round = 0; round < 200; round++) {
      List<String> shuffled = new ArrayList<>(ORDER);
      Collections.shuffle(shuffled, random);

      assertEquals(
          ORDER, shuffled.stream().map(Version::parse).sorted().map(Version::toString).toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.0.0, 1.0.0+build",
    "1.0.0+a, 1.0.0+b.c",
    "1.0.0-rc.1+001, 1.0.0-rc.1",
  })
  void isSame_otherBuild_isTheSameRelease(String a, String b) {
    assertTrue(Version.parse(a).isSame(Version.parse(b)));
    assertFalse(Version.parse(a).equals(Version.parse(b)));
    assertEquals(Version.parse(a).release(), Version.parse(b).release());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.4",
        "1.2.3-alpha.-.7",
        "1.2.3----RC-SNAPSHOT.12.9.1--.12",
        "1.2.3-0A.is.legal",
        "1.2.3+0.build.1-rc.10000aaa-kk-0.1",
        "1.2.3-beta+exp.sha.5114f85",
        "1.2.3-00a"
      })
  void parse_versions_areWrittenAgain(String text) {
    assertEquals(text, Version.parse(text).toString());
  }

  @Test
  void parse_parts_areTold() {
    assertEquals(new Version(2, 34, 5, "rc.1", "x.2"), Version.parse("2.34.5-rc.1+x.2"));
    assertEquals("2.34.5-rc.1", Version.parse("2.34.5-rc.1+x.2").release());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2",
        "1.2.3.4",
        "v1.2.3",
        "01.2.3",
        "1.02.3",
        "1.2.03",
        "1.2.3-",
        "1.2.3+",
        "1.2.3-a..b",
        "1.2.3-01",
        "1.2.3-a.00",
        "1.2.3-a_b",
        "1.2.3+a+b",
        "1.2.3 ",
        "1.2.3\n",
        "-1.2.3",
        "1000000000.0.0",
        "1.2.x",
        "１.2.3"
      })
  void parse_anythingElse_isRefused(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Version.parse(text));

    assertEquals("not a version: " + text, refused.getMessage());
  }

  @Test
  void parse_longest_isBounded() {
    String longest = "1.2.3-" + "a".repeat(Version.MAX_LENGTH - 6);

    assertEquals(longest, Version.parse(longest).toString());
    assertThrows(IllegalArgumentException.class, () -> Version.parse(longest + "a"));
    assertThrows(IllegalArgumentException.class, () -> new Version(1, 2, 3, "a".repeat(59), ""));
  }

  @Test
  void new_partsThatMakeNoVersion_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Version(-1, 0, 0, "", ""));
    assertThrows(IllegalArgumentException.class, () -> new Version(1, 0, 0, "01", ""));
    assertThrows(IllegalArgumentException.class, () -> new Version(1, 0, 0, "", "a+b"));
    assertThrows(IllegalArgumentException.class, () -> new Version(1, 0, 0, "a/b", ""));
  }
}
