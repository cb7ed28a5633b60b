package dev.voltad.feed;

import dev.voltad.protocol.release.ChannelFile.Layouts;
import dev.voltad.protocol.release.ChannelFile.Release;
import dev.voltad.protocol.release.ChannelFile.Rollout;
import dev.voltad.protocol.release.ChannelFile.Step;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How a release is offered; what is not given is as the release has it, or as usual. */
final class ReleaseOptions {
  /** What this version of the programs can bring to the layout that it writes. */
  static final Layouts LAYOUTS = new Layouts(List.of(0, 1, 2, 3, 4), 4);

  private static final Pattern STEP = Pattern.compile("(\\d{1,5}):(\\d{1,5})");

  @Option(
      names = "--min-from",
      paramLabel = "VERSION",
      description = "Older programs cannot update to it in one step.")
  private String minFrom;

  @Option(
      names = "--layout-reads",
      paramLabel = "N",
      split = ",",
      description = "The layouts of homes that it can work with, for example 4,5.")
  private List<Integer> reads;

  @Option(
      names = "--layout-writes",
      paramLabel = "N",
      description = "The layout that it leaves a home in.")
  private Integer writes;

  @Option(
      names = "--rollout",
      paramLabel = "HOURS:SHARE",
      split = ",",
      description =
          "From so many hours after it was published on, so many of 10,000 homes may take it,"
              + " for example 24:100,48:10000. Without it: all at once.")
  private List<String> rollout;

  @Option(names = "--urgent", description = "It passes over the steps of its rollout.")
  private boolean isUrgent;

  @Option(names = "--manual", description = "It is only taken by those who ask for it.")
  private boolean isManual;

  @Option(
      names = "--published",
      paramLabel = "TIME",
      description = "From when on the rollout counts, as in 2026-11-30T08:00:00Z; without it, now.")
  private String published;

  /**
   * A release with these options.
   *
   * @param old of the same version; what is not given is as there
   */
  Release release(
      String version,
      Map<String, String> platforms,
      Optional<Release> old,
      String salt,
      Instant now)
      throws FeedException {
    return new Release(
        version,
        published == null ? old.map(Release::published).orElse(now) : time(published),
        platforms,
        minFrom == null
            ? old.flatMap(Release::minFrom)
            : Optional.of(ChannelEdit.parse(minFrom).toString()),
        layouts(old.map(Release::layout).orElse(LAYOUTS)),
        rollout == null
            ? old.flatMap(Release::rollout)
            : Optional.of(rollout(salt, old.flatMap(Release::rollout))),
        isUrgent ? Optional.of(true) : old.flatMap(Release::urgent),
        isManual ? Optional.of(true) : old.flatMap(Release::manual));
  }

  private Layouts layouts(Layouts otherwise) throws FeedException {
    if ((reads == null) != (writes == null)) {
      throw FeedException.arguments(
          "--layout-reads and --layout-writes belong together.", "Give both, or neither.");
    }
    return reads == null ? otherwise : new Layouts(reads, writes);
  }

  /** One that is paused stays so: only {@code feed pause --resume} lets it go on. */
  private Rollout rollout(String salt, Optional<Rollout> old) throws FeedException {
    List<Step> steps = new ArrayList<>();
    for (String text : rollout) {
      Matcher matcher = STEP.matcher(text);
      if (!matcher.matches()) {
        throw FeedException.arguments(
            "Not a step of a rollout: " + text + ".",
            "Write it as hours, : and homes of 10,000, for example 24:100.");
      }
      steps.add(new Step(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
    }
    return new Rollout(salt, steps, old.flatMap(Rollout::paused));
  }

  private static Instant time(String text) throws FeedException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw FeedException.arguments(
          "Not a time: " + text + ".", "Write it as in 2026-11-30T08:00:00Z.");
    }
  }
}
