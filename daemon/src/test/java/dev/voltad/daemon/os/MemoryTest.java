package dev.voltad.daemon.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.os.Memory.Range;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryTest {
  private static final String PROGRAM_TEXT =
      "7f0000000000-7f0000100000 r-xp 00001000 fe:00 315149          /usr/lib/libjvm.so";

  private static List<String> mapping(String first, int anonymousKibibytes) {
    return List.of(
        first,
        "Size:               1024 kB",
        "Rss:                 512 kB",
        "Anonymous:      %8d kB".formatted(anonymousKibibytes),
        "FilePmdMapped:         0 kB",
        "VmFlags: rd ex mr mw me");
  }

  @Test
  void readOnly_textOfAProgram_isNamed() {
    assertEquals(
        List.of(new Range(0x7f0000000000L, 0x100000)), Memory.readOnly(mapping(PROGRAM_TEXT, 0)));
  }

  @Test
  void readOnly_pagesThatDifferFromTheFile_areKept() {
    assertEquals(List.of(), Memory.readOnly(mapping(PROGRAM_TEXT, 4)));
  }

  @Test
  void readOnly_whatMayBeWrittenOrIsNoFile_isKept() {
    List<String> smaps = new ArrayList<>();
    for (String first :
        List.of(
            PROGRAM_TEXT.replace("r-xp", "rw-p"),
            PROGRAM_TEXT.replace("r-xp", "rwxp"),
            PROGRAM_TEXT.replace("r-xp", "---p"),
            "7f0000000000-7f0000100000 r--p 00000000 00:00 0 ",
            "7f0000000000-7f0000100000 r-xp 00000000 00:00 0                  [vdso]",
            "ffffffffff600000-ffffffffff800000 r-xp 00000000 00:00 0          [vsyscall]",
            "7f0000000000-7f0000001000 r-xp 00001000 fe:00 315149          /small.so")) {
      smaps.addAll(mapping(first, 0));
    }

    assertEquals(List.of(), Memory.readOnly(smaps));
  }

  @Test
  void readOnly_noteOfAnEarlierMapping_doesNotCountForTheNext() {
    List<String> smaps = new ArrayList<>(List.of(PROGRAM_TEXT));
    smaps.addAll(mapping("7f0000200000-7f0000300000 rw-p 00000000 00:00 0 ", 0));

    assertEquals(List.of(), Memory.readOnly(smaps));
  }

  /** If a page were lost that differed from its file, this JVM would hardly get to the end. */
  @Test
  void giveBack_thisProcess_goesOn() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Memory.giveBack();
      words.add("%d of %s".formatted(i, List.of("twenty")));
    }

    assertEquals(20, words.size());
    assertTrue(words.get(19).equals("19 of [twenty]"));
  }
}
