package dev.voltad.migrate;

import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Detection;
import dev.voltad.migrate.plan.HomeSnapshot;
import dev.voltad.migrate.plan.LegacyEvidence;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a home's layout from evidence: the newest marker, and without one what is in the home.
 *
 * <p>Upstream takes a home without a marker and without {@code load.sh} for empty. A migration from
 * v0 that was killed after it deleted {@code load.sh} leaves just that, with all the user's tools
 * in it; so here a home is empty only if nothing in it says otherwise.
 */
final class LayoutDetector {
  private static final Pattern MARKER = Pattern.compile("layout\\.v(0|[1-9]\\d*)");

  private LayoutDetector() {}

  /**
   * @throws LayoutTooNewException if any marker is newer than {@link LayoutVersion#CURRENT},
   *     whatever others are there
   */
  static Detection detect(HomeSnapshot home) throws LayoutTooNewException {
    Optional<LayoutVersion> newest = Optional.empty();
    for (Path path : home.children(Path.of(""))) {
      Matcher marker = MARKER.matcher(HomePath.text(path));
      if (!marker.matches() || !home.leadsSomewhere(path)) {
        continue;
      }
      BigInteger any = new BigInteger(marker.group(1));
      if (any.compareTo(BigInteger.valueOf(LayoutVersion.CURRENT.ordinal())) > 0) {
        throw new LayoutTooNewException(marker.group());
      }
      int number = any.intValue();
      if (number > 0 && newest.map(v -> v.ordinal() < number).orElse(true)) {
        newest = Optional.of(LayoutVersion.values()[number]);
      }
    }
    return newest.isPresent()
        ? new Detection(newest, "marker layout." + newest.get().id())
        : LegacyEvidence.detect(home);
  }
}
