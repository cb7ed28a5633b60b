package dev.voltad.migrate.journal;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The journals of one home, oldest first. Owned by the thread that holds the home's lock. */
public final class Journals {
  /** How long a committed journal can be undone. */
  public static final Duration KEPT = Duration.ofDays(7);

  /** A plan has a line or six for each operation; this is for millions. */
  private static final int MAX_PLAN_BYTES = 256 << 20;

  /** What {@link #newId} makes. Whatever else is in the folder is not ours and is left alone. */
  private static final Pattern NAME =
      Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-\\d+(" + Pattern.quote(Journal.PURGED) + ")?");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path home;
  private final FileOps ops;

  public Journals(Path home, FileOps ops) {
    this.home = home;
    this.ops = ops;
  }

  /** A new id: when, and which process; ids sort by time. */
  public static String newId(Instant now) {
    return TIME.format(now) + "-" + ProcessHandle.current().pid();
  }

  /** When a journal was begun, from its id. */
  public static Optional<Instant> begun(String id) {
    try {
      return Optional.of(TIME.parse(id.substring(0, id.lastIndexOf('-')), Instant::from));
    } catch (DateTimeParseException | StringIndexOutOfBoundsException foreign) {
      return Optional.empty();
    }
  }

  /** Whether any journal has to be recovered, or is too old to be kept. Reads only. */
  public boolean needAttention(Instant now) throws IOException {
    for (String name : names()) {
      if (isUnfinished(name) || isExpired(name, now)) {
        return true;
      }
    }
    return false;
  }

  /** The first journal that was begun and neither committed nor undone. Reads only. */
  public Optional<String> firstUnfinished() throws IOException {
    return names().stream().filter(this::isUnfinished).findFirst();
  }

  /** The journal that would be undone next. Reads only. */
  public Optional<String> lastCommitted() throws IOException {
    return names().stream().filter(name -> !isUnfinished(name)).reduce((first, next) -> next);
  }

  private boolean isUnfinished(String name) {
    Path journal = folder().resolve(name);
    return name.endsWith(Journal.PURGED)
        || !Files.exists(journal.resolve("committed"))
        || Files.exists(journal.resolve("undo"));
  }

  /** As long as an update can be taken back, so can the layout: they are begun days apart. */
  private boolean isExpired(String name, Instant now) {
    boolean isOld = begun(name).filter(begun -> begun.plus(KEPT).isBefore(now)).isPresent();
    return isOld && !Files.exists(home.resolve(HomeLayout.UPDATE));
  }

  /**
   * All that were begun, oldest first. One whose plan cannot be read is left out if it was
   * committed: it only served to be undone.
   *
   * @throws IOException if one cannot be read that was not committed: what it did is not known
   */
  public List<Journal> all() throws IOException {
    List<Journal> journals = new ArrayList<>();
    for (String name : names()) {
      if (name.endsWith(Journal.PURGED)) {
        continue;
      }
      Path file = folder().resolve(name).resolve("plan.json");
      try {
        byte[] bytes = PosixFileOps.read(file, MAX_PLAN_BYTES).orElse(new byte[0]);
        String text = new String(bytes, StandardCharsets.UTF_8);
        journals.add(new Journal(home, plan(name, text), ops));
      } catch (NoSuchFileException neverBegun) {
        // nothing was changed yet: rubbish, see removeRubbish()
      } catch (IllegalArgumentException e) {
        if (isUnfinished(name)) {
          throw new IOException(file + ": " + e.getMessage(), e);
        }
      }
    }
    return journals;
  }

  /** A copy of a journal, in a folder of another name, is not a journal. */
  private static Plan plan(String name, String text) {
    Plan plan = PlanJson.read(text);
    if (!plan.workspace().id().equals(name)) {
      throw new IllegalArgumentException("it is the plan of " + plan.workspace().id());
    }
    return plan;
  }

  /** Removes what a killed run left of journals that were never begun, or already done with. */
  public void removeRubbish() throws IOException {
    for (String name : names()) {
      boolean isBegun = Files.exists(folder().resolve(name).resolve("plan.json"));
      if (!isBegun || name.endsWith(Journal.PURGED)) {
        ops.deleteTree(folder().resolve(name));
      }
    }
  }

  /** Removes committed journals that are too old to be undone. */
  public void purgeExpired(Instant now) throws IOException {
    for (Journal journal : all()) {
      if (journal.isCommitted() && isExpired(journal.id(), now)) {
        journal.purge();
      }
    }
    for (String name : names()) {
      if (!isUnfinished(name) && isExpired(name, now)) {
        ops.deleteTree(folder().resolve(name)); // its plan cannot be read
      }
    }
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder())) {
      for (Path path : stream) {
        String name = path.getFileName().toString();
        if (NAME.matcher(name).matches()) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  private Path folder() {
    return home.resolve(HomeLayout.JOURNALS);
  }
}
