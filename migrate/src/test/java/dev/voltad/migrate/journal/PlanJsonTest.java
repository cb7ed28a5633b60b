package dev.voltad.migrate.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Finding;
import dev.voltad.migrate.plan.Operation;
import dev.voltad.migrate.plan.Plan;
import dev.voltad.migrate.plan.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlanJsonTest {
  private static final Plan PLAN =
      new Plan(
          new Workspace(
              "20261123T173400.123Z-1",
              Map.of(
                  Path.of(""), Path.of("self/journal/20261123T173400.123Z-1"),
                  Path.of("tools/image"), Path.of("tools/image/.voltad/20261123T173400.123Z-1"))),
          Optional.of(LayoutVersion.V1),
          "v4",
          "marker layout.v1",
          List.of(
              new Operation.MakeDir(Path.of("tools/shared")),
              new Operation.Move(HomePath.of("my files/ü"), Path.of("self/journal/x/trash/1")),
              new Operation.Link(Path.of("bin/node"), Path.of("../s"), Optional.empty()),
              new Operation.Link(
                  HomePath.of("bin/a\nb"), Path.of("/s"), Optional.of(HomePath.of("%:%FF"))),
              new Operation.PutFile(Path.of("layout.v4"), "", false),
              new Operation.SyncHome(),
              new Operation.SyncDir(Path.of(""))),
          List.of(new Finding(Path.of("x"), "why", "next")));

  @Test
  void read_whatWasWritten_isTheSame() {
    assertEquals(PLAN, PlanJson.read(PlanJson.write(PLAN)));
  }

  @Test
  void read_anyPrefix_isRefused() {
    String text = PlanJson.write(PLAN);
    for (int length = 0; length < text.length(); length += 7) {
      String cut = text.substring(0, length);

      assertThrows(IllegalArgumentException.class, () -> PlanJson.read(cut), cut);
    }
  }

  @Test
  void read_otherSchema_isRefused() {
    String text = PlanJson.write(PLAN).replace("\"schema\" : 1", "\"schema\" : 2");

    assertThrows(IllegalArgumentException.class, () -> PlanJson.read(text));
  }
}
