package dev.voltad.migrate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HomeSnapshotTest {
  @Test
  void children_ofFolderWithSimilarNeighbours_areOnlyItsOwn() {
    HomeSnapshot home =
        Homes.empty().file("a/b", "").file("a/b.c", "").file("a-x", "").file("a0", "").snapshot();

    assertEquals(List.of(Path.of("a/b"), Path.of("a/b.c")), home.children(Path.of("a")));
    assertEquals(List.of(), home.children(Path.of("a/b")));
  }

  @Test
  void after_move_takesAllBelowAndNothingBeside() {
    HomeSnapshot home =
        Homes.empty().file("x/1/bin/node", "n").file("x/1.5", "k").directory("y").snapshot();

    HomeSnapshot after = home.after(List.of(new Operation.Move(Path.of("x/1"), Path.of("y/2"))));

    assertEquals(Optional.of("n"), after.text(Path.of("y/2/bin/node")));
    assertFalse(after.has(Path.of("x/1/bin/node")));
    assertTrue(after.has(Path.of("x/1.5")));
    assertTrue(home.has(Path.of("x/1/bin/node")), "the snapshot before is not changed");
  }

  @Test
  void after_moveOntoSomething_isABug() {
    HomeSnapshot home = Homes.empty().file("a", "").file("b", "").snapshot();

    assertThrows(
        IllegalStateException.class,
        () -> home.after(List.of(new Operation.Move(Path.of("a"), Path.of("b")))));
  }

  @Test
  void volume_isTheNearestBoundaryAbove() {
    HomeSnapshot home =
        Homes.empty().mount("tools/image").file("tools/image/node/1", "").snapshot();

    assertEquals(Path.of("tools/image"), home.volume(Path.of("tools/image/node/1")));
    assertEquals(Path.of(""), home.volume(Path.of("tools/image")));
    assertEquals(Path.of(""), home.volume(Path.of("bin/node")));
  }

  @Test
  void operation_outsideTheHome_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Operation.MakeDir(Path.of("../x")));
    assertThrows(IllegalArgumentException.class, () -> new Operation.MakeDir(Path.of("/x")));
  }
}
