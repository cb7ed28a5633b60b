package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records of a home: {@code platform.json} and what Volta wrote of packages and executables.
 * Pure.
 */
public final class Records {
  private Records() {}

  /** Every file that is, or should be, a record. */
  static List<Path> files(HomeSnapshot home) {
    List<Path> files = new ArrayList<>();
    if (home.at(HomeLayout.PLATFORM).orElse(null) instanceof Entry.File) {
      files.add(HomeLayout.PLATFORM);
    }
    files.addAll(Packages.files(home));
    files.addAll(Packages.binFiles(home));
    return files;
  }

  /** The text of each record that can be used as it is, by path. */
  public static Map<Path, String> readable(HomeSnapshot home) {
    Map<Path, String> readable = new TreeMap<>();
    for (Path file : files(home)) {
      home.text(file)
          .filter(text -> isReadable(file, text))
          .ifPresent(text -> readable.put(file, text));
    }
    return readable;
  }

  /** The records whose end is missing. */
  public static List<Path> cutOff(HomeSnapshot home) {
    return files(home).stream().filter(file -> isCutOff(home, file)).toList();
  }

  /** Whether Volta can use a record with this text. */
  static boolean isReadable(Path file, String text) {
    if (file.equals(HomeLayout.PLATFORM)) {
      return !text.isEmpty() && DefaultPlatform.isReadable(text);
    }
    return file.startsWith(HomeLayout.PACKAGES)
        ? PackageConfig.read(text).isPresent()
        : BinConfig.read(text).isPresent();
  }

  /**
   * Whether a record is the beginning of one, or zeros: what a program that was killed, or a power
   * cut, leaves. Upstream takes an empty default platform for one that says nothing, and makes one.
   */
  private static boolean isCutOff(HomeSnapshot home, Path file) {
    Optional<String> text = home.text(file);
    boolean isEmptyPlatform = file.equals(HomeLayout.PLATFORM) && text.equals(Optional.of(""));
    return !isEmptyPlatform && text.filter(JsonText::isCutOff).isPresent();
  }

  /** The text of {@code self/records.json}: an object from path to text. */
  public static String write(Map<Path, String> texts) {
    ObjectNode json = JsonText.newObject();
    texts.forEach((file, text) -> json.put(HomePath.text(file), text));
    return JsonText.write(json);
  }

  /** What {@link #write} wrote; empty if it is damaged. */
  public static Map<Path, String> read(String written) {
    Map<Path, String> texts = new TreeMap<>();
    Optional<ObjectNode> json = JsonText.object(written);
    if (json.isEmpty()) {
      return texts;
    }
    for (String key : json.get().propertyNames()) {
      Optional<String> text = JsonText.string(json.get(), key);
      if (text.isEmpty()) {
        return new TreeMap<>();
      }
      texts.put(HomePath.of(key), text.get());
    }
    return texts;
  }
}
