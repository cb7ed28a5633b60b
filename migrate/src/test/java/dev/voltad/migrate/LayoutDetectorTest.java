package dev.voltad.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Entry;
import dev.voltad.migrate.plan.Homes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LayoutDetectorTest {
  private static Optional<LayoutVersion> detect(Homes home) throws LayoutTooNewException {
    return LayoutDetector.detect(home.snapshot()).layout();
  }

  @Test
  void detect_twoMarkers_newestWins() throws Exception {
    Homes home = Homes.empty().file("layout.v1", "").file("layout.v2", "").file("load.sh", "");

    assertEquals(Optional.of(LayoutVersion.V2), detect(home));
  }

  @Test
  void detect_newerMarker_isRefusedWhateverElseIsThere() {
    Homes home = Homes.empty().file("layout.v4", "").file("layout.v17", "");

    LayoutTooNewException refused = assertThrows(LayoutTooNewException.class, () -> detect(home));

    assertEquals("layout.v17", refused.marker());
  }

  @Test
  void detect_noMarkerButV0Program_isV0() throws Exception {
    assertEquals(Optional.of(LayoutVersion.V0), detect(Homes.empty().file("shim", "")));
  }

  @Test
  void detect_v0CutAfterItsProgramsWereDeleted_isNotEmpty() throws Exception {
    Homes home = Homes.withDirectories().nestedNode("12.18.4", "6.14.6");

    assertEquals(Optional.of(LayoutVersion.V1), detect(home));
  }

  @Test
  void detect_noMarkerButOldPackage_isV2() throws Exception {
    Homes home = Homes.withDirectories().node("12.0.0", "6.9.0").legacyPackage("x", "1.0.0");

    assertEquals(Optional.of(LayoutVersion.V2), detect(home));
  }

  @Test
  void detect_markerRemovedFromACurrentHome_isV3() throws Exception {
    assertEquals(
        Optional.of(LayoutVersion.V3), detect(Homes.withDirectories().node("20.0.0", "10.0.0")));
  }

  @Test
  void detect_programsAndLogsOnly_isEmpty() throws Exception {
    Homes home = Homes.empty().file("bin/volta", "").file("log/x.log", "").file("volta.lock", "");

    assertEquals(Optional.empty(), detect(home));
  }

  @Test
  void detect_markerThatLeadsNowhere_doesNotCount() throws Exception {
    Homes home = Homes.empty().link("layout.v4", "/gone", Entry.Leads.NOWHERE);

    assertEquals(Optional.empty(), detect(home));
  }
}
