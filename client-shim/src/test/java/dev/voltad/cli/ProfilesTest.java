package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
  private static final Path USER = Path.of("/home/dev");

  private static Profiles of(String settings) throws CommandException {
    Map<String, String> environment = new TreeMap<>();
    for (String each : words(settings)) {
      environment.put(each.split("=", 2)[0], each.split("=", 2)[1]);
    }
    return Profiles.of(environment, USER);
  }

  private static List<String> words(String text) {
    return text == null ? List.of() : Arrays.asList(text.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    ",, .profile",
    "SHELL=/bin/bash, .bashrc .zshrc, .profile .zshrc .bashrc",
    "SHELL=/bin/zsh,, .profile .zshenv",
    "SHELL=/bin/zsh, .zshrc, .profile .zshenv",
    "SHELL=/bin/bash, .zshrc .zshenv, .profile .zshenv",
    "SHELL=/bin/zsh ZDOTDIR=/z,, .profile /z/.zshenv",
    "ZDOTDIR=/z, .zshrc /z/.zshrc, .profile /z/.zshrc",
    "PROFILE=/p.fish, .bash_profile, .profile /p.fish .bash_profile",
    "PROFILE= SHELL=/bin/fish,, .profile .config/fish/config.fish",
    ", .config/fish/config.fish .bash_profile .bashrc,"
        + " .profile .bashrc .bash_profile .config/fish/config.fish"
  })
  void toSetUp_shellsAndFiles_areUpstreamsChoice(String settings, String there, String expected)
      throws CommandException {
    List<Path> existing = words(there).stream().map(USER::resolve).toList();
    assertEquals(
        words(expected).stream().map(USER::resolve).toList(),
        of(settings).toSetUp(existing::contains));
  }

  @Test
  void toUndo_whateverTheShellIs_looksEverywhere() throws CommandException {
    List<Path> files = of("ZDOTDIR=/z PROFILE=/p").toUndo();
    for (String name :
        ".profile /p /z/.zshenv /z/.zshrc .zshenv .zshrc .bashrc .bash_profile".split(" ")) {
      assertTrue(files.contains(USER.resolve(name)), name);
    }
    assertTrue(files.contains(USER.resolve(".config/fish/config.fish")));
  }

  @Test
  void missingOfBash_onlyBashWithoutFiles_hasAny() throws CommandException {
    Profiles bash = of("SHELL=/bin/bash");
    assertEquals(Optional.of(USER.resolve(".bashrc")), bash.missingOfBash(p -> false, false));
    assertEquals(Optional.of(USER.resolve(".bash_profile")), bash.missingOfBash(p -> false, true));
    assertEquals(Optional.empty(), bash.missingOfBash(p -> p.endsWith(".bash_profile"), false));
    assertEquals(Optional.empty(), of("SHELL=/bin/zsh").missingOfBash(p -> false, false));
  }

  @ParameterizedTest
  @CsvSource({"PROFILE=rc", "PROFILE=~/.rc", "ZDOTDIR=.", "PROFILE=/a\u001bb"})
  void of_oddPlaces_areNamed(String settings) {
    CommandException refused = assertThrows(CommandException.class, () -> of(settings));
    assertEquals(6, refused.problem().code().exitCode());
    assertTrue(refused.problem().detail().startsWith(settings.split("=")[0] + " is "));
    assertEquals(-1, refused.problem().detail().indexOf('\u001b'));
  }
}
