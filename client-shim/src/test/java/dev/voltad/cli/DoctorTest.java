package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.cli.Diagnosis.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The table, and what is made of it. */
@Timeout(60)
final class DoctorTest {
  @TempDir Path folder;

  private Patient patient(Map<String, String> environment) {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true);
    return new Patient(new Context(environment, nowhere, nowhere));
  }

  private static Set<String> ids(List<Doctor.Row> rows) {
    Set<String> ids = new TreeSet<>();
    rows.forEach(row -> ids.add(row.id()));
    return ids;
  }

  @Test
  void checks_ids_areUnique() {
    Set<String> seen = new HashSet<>();

    for (Doctor.Check check : Doctor.CHECKS) {
      assertTrue(seen.add(check.id()), check::id);
    }
  }

  @Test
  void checks_ids_areThoseOfTheDocs() throws IOException {
    Set<String> documented = new TreeSet<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `([a-z.]+)` \\|")
            .matcher(Files.readString(Path.of("../docs/cli.md")));
    while (rows.find()) {
      documented.add(rows.group(1));
    }

    Set<String> ids = new TreeSet<>();
    Doctor.CHECKS.forEach(check -> ids.add(check.id()));
    assertEquals(ids, documented);
  }

  @Test
  void examine_noHome_leavesOutWhatAsksForOne() throws Exception {
    List<Doctor.Row> rows =
        Doctor.examine(patient(Map.of("VOLTA_HOME", folder.resolve("none").toString())));

    assertEquals("home.exists", rows.get(0).id());
    assertEquals(Verdict.WARNING, rows.get(0).diagnosis().verdict());
    assertFalse(ids(rows).contains("home.layout"), rows::toString);
    assertFalse(Files.exists(folder.resolve("none")), "it made the home");
  }

  @Test
  void examine_homeFullOfGarbage_endsWithoutABrokenCheck() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("self"), "a file");
    Files.createDirectory(home.resolve("layout.v4"));
    Files.write(home.resolve("bin"), new byte[] {0, 1, 2, (byte) 0xff});
    Files.createSymbolicLink(home.resolve("tools"), home.resolve("tools"));

    List<Doctor.Row> rows =
        Doctor.examine(patient(Map.of("VOLTA_HOME", home.toString(), "HOME", folder.toString())));

    List<Doctor.Row> broken =
        rows.stream().filter(r -> r.diagnosis().what().contains("could not be checked")).toList();
    assertEquals(List.of(), broken);
    assertTrue(ids(rows).contains("home.layout"), rows::toString);
  }

  @Test
  void examine_checkThatBreaks_isAnErrorOfItsOwn() throws Exception {
    Doctor.Check broken =
        new Doctor.Check(
            "broken",
            patient -> {
              throw new IllegalStateException("no such thing");
            });

    List<Diagnosis> found = Doctor.examine(broken, patient(Map.of()));

    assertEquals(1, found.size());
    assertEquals(Verdict.ERROR, found.get(0).verdict());
    assertEquals("broken could not be checked.", found.get(0).what());
    assertTrue(found.get(0).why().orElseThrow().contains("no such thing"), found::toString);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void number_ofTheKernel_isTheWholeNumber() throws Exception {
    Path file = Path.of("/proc/sys/fs/inotify/max_user_watches");

    String output = ServiceCall.of(List.of("cat", file.toString())).output();

    assertEquals(Long.parseLong(output), Facts.number(file));
  }

  @Test
  void text_oneLineIfWell_threeIfNot() {
    List<Doctor.Row> rows =
        List.of(
            new Doctor.Row("home.exists", Diagnosis.ok("It is there.")),
            new Doctor.Row("clock", Diagnosis.warning("It is\u001b wrong.", "So.", "Do that.")));

    assertEquals(
        """
        ok       home.exists        It is there.
        warning  clock              It is? wrong.
          why:  So.
          next: Do that.
        0 errors, 1 warning.
        """,
        DoctorCommand.text(rows));
  }

  @Test
  void json_rows_haveSchemaVerdictAndOnlyWhatIsKnown() {
    List<Doctor.Row> rows =
        List.of(
            new Doctor.Row("a", Diagnosis.ok("Fine.")),
            new Doctor.Row(
                "b", new Diagnosis(Verdict.ERROR, "Bad.", Optional.of("So."), Optional.of("Do."))));

    assertEquals(
        "{\"schema\":1,\"healthy\":false,\"checks\":["
            + "{\"id\":\"a\",\"verdict\":\"ok\",\"what\":\"Fine.\"},"
            + "{\"id\":\"b\",\"verdict\":\"error\",\"what\":\"Bad.\",\"why\":\"So.\","
            + "\"next\":\"Do.\"}]}\n",
        DoctorCommand.json(rows, false));
  }

  @Test
  void command_errorFound_exits1() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Path home = folder.resolve("file");
    assertEquals(1, run(home, stream), () -> out.toString(StandardCharsets.UTF_8));
  }

  private static int run(Path home, PrintStream stream) {
    try {
      Files.writeString(home, "no folder");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Context context = new Context(Map.of("VOLTA_HOME", home.toString()), stream, stream);
    return new Main(context).run("doctor");
  }
}
