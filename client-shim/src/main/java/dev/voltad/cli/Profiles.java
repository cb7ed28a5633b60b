package dev.voltad.cli;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which start files of shells are set up: upstream's choice, from values of the environment. */
final class Profiles {
  private final Map<String, String> environment;
  private final Path user;
  private final Path zsh;
  private final Optional<Path> named;

  private Profiles(Map<String, String> environment, Path user, Path zsh, Optional<Path> named) {
    this.environment = environment;
    this.user = user;
    this.zsh = zsh;
    this.named = named;
  }

  /**
   * For one user.
   *
   * @param user his folder, absolute
   * @throws CommandException if PROFILE or ZDOTDIR is no absolute path
   */
  static Profiles of(Map<String, String> environment, Path user) throws CommandException {
    return new Profiles(
        environment,
        user,
        absolute("ZDOTDIR", environment).orElse(user),
        absolute("PROFILE", environment));
  }

  private static Optional<Path> absolute(String name, Map<String, String> environment)
      throws CommandException {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    boolean isOdd = value.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    if (isOdd || !value.startsWith("/")) {
      String why = isOdd ? ", which has a control character" : ", which is no absolute path";
      throw unusable(name, value, why);
    }
    try {
      return Optional.of(Path.of(value).normalize());
    } catch (InvalidPathException e) {
      throw unusable(name, value, ", which the locale has no characters for");
    }
  }

  private static CommandException unusable(String name, String value, String why) {
    return new CommandException(
        new Problem(
            "Could not tell which start files to set up.",
            name + " is " + value.replaceAll("\\p{Cntrl}", "?") + why + ".",
            ProblemCode.ENVIRONMENT,
            "Correct " + name + ", or unset it."));
  }

  /**
   * Those that setup writes, in this order; one that is not there is made.
   *
   * @param exists tells whether a file is there
   */
  List<Path> toSetUp(Predicate<Path> exists) {
    List<Path> files = new ArrayList<>();
    files.add(user.resolve(".profile"));
    named.ifPresent(files::add);
    Path zshenv = zsh.resolve(".zshenv");
    if (isShell("zsh") || exists.test(zshenv)) {
      files.add(zshenv);
    } else {
      addIf(exists, files, zsh.resolve(".zshrc"));
    }
    addIf(exists, files, bashrc());
    addIf(exists, files, bashProfile());
    Path fish = fish();
    if (isShell("fish") || exists.test(fish)) {
      files.add(fish);
    }
    return files;
  }

  private static void addIf(Predicate<Path> exists, List<Path> files, Path file) {
    if (exists.test(file)) {
      files.add(file);
    }
  }

  /** Those that may have been set up, by whichever shell. */
  List<Path> toUndo() {
    List<Path> files = new ArrayList<>(List.of(user.resolve(".profile")));
    named.ifPresent(files::add);
    files.addAll(List.of(zsh.resolve(".zshenv"), zsh.resolve(".zshrc")));
    files.addAll(List.of(user.resolve(".zshenv"), user.resolve(".zshrc")));
    files.addAll(List.of(bashrc(), bashProfile(), fish()));
    return files.stream().distinct().toList();
  }

  /** The file that bash reads and that is not there, if the user's shell is bash and has none. */
  Optional<Path> missingOfBash(Predicate<Path> exists, boolean isMac) {
    boolean hasAny = exists.test(bashrc()) || exists.test(bashProfile());
    return !isShell("bash") || hasAny
        ? Optional.empty()
        : Optional.of(isMac ? bashProfile() : bashrc());
  }

  private boolean isShell(String name) {
    return environment.getOrDefault("SHELL", "").contains(name);
  }

  private Path bashrc() {
    return user.resolve(".bashrc");
  }

  private Path bashProfile() {
    return user.resolve(".bash_profile");
  }

  private Path fish() {
    return user.resolve(".config/fish/config.fish");
  }
}
