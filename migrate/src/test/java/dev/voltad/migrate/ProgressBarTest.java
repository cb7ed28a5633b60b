package dev.voltad.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressBarTest {
  @ParameterizedTest
  @CsvSource({
    "0, 200, '[>                             ]   0 %  0 of 200 changes'",
    "70, 200, '[==========>                   ]  35 %  70 of 200 changes'",
    "199, 200, '[=============================>]  99 %  199 of 200 changes'",
    "7, 7, '[==============================] 100 %  7 of 7 changes'",
    "2000000000, 2000000001, '[=============================>]  99 %  2000000000 of 2000000001 changes'"
  })
  void of_done_isAsLongAsItIsFar(int done, int total, String bar) {
    assertEquals(bar, ProgressBar.of(done, total));
  }
}
