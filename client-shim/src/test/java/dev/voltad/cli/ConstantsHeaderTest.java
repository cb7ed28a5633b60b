package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConstantsHeaderTest {
  @Test
  void text_committedHeader_isTheSame() throws IOException {
    String committed = Files.readString(Path.of("src/main/c/constants.h"));

    assertEquals(
        ConstantsHeader.text(),
        committed,
        "Run dev.voltad.cli.ConstantsHeader with src/main/c/constants.h.");
  }
}
