package dev.voltad.cli;

import dev.voltad.cli.Diagnosis.Verdict;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta doctor}: shows what the checks found; changes nothing. */
@Command(
    name = "doctor",
    description = {"Looks for what keeps Volta from working, and says what to do about it."},
    footerHeading = "%nexit codes:%n",
    footer = {
      "  0   no check found an error",
      "  1   a check found an error, or could not be made"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  DoctorCommand(Context context) {
    this.context = context;
  }

  /** A row as it goes out. */
  private record JsonRow(
      String id, String verdict, String what, Optional<String> why, Optional<String> next) {
    static JsonRow of(Doctor.Row row) {
      Diagnosis found = row.diagnosis();
      return new JsonRow(row.id(), found.verdict().id(), found.what(), found.why(), found.next());
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Doctor.Row> rows = Doctor.examine(new Patient(context));
    boolean isHealthy = count(rows, Verdict.ERROR) == 0;
    context.out().print(isJson ? json(rows, isHealthy) : text(rows));
    return isHealthy ? 0 : ProblemCode.INTERNAL.exitCode();
  }

  static String json(List<Doctor.Row> rows, boolean isHealthy) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("schema", Status.SCHEMA);
    answer.put("healthy", isHealthy);
    answer.put("checks", rows.stream().map(JsonRow::of).toList());
    return Json.line(answer) + "\n";
  }

  static String text(List<Doctor.Row> rows) {
    StringBuilder text = new StringBuilder();
    for (Doctor.Row row : rows) {
      Diagnosis found = row.diagnosis();
      text.append("%-8s %-18s %s%n".formatted(found.verdict().id(), row.id(), line(found.what())));
      found.why().ifPresent(why -> text.append("  why:  ").append(line(why)).append('\n'));
      found.next().ifPresent(next -> text.append("  next: ").append(line(next)).append('\n'));
    }
    return text.append(sum(rows)).append('\n').toString();
  }

  private static String sum(List<Doctor.Row> rows) {
    long errors = count(rows, Verdict.ERROR);
    long warnings = count(rows, Verdict.WARNING);
    return errors + warnings == 0
        ? "All is well."
        : errors
            + (errors == 1 ? " error, " : " errors, ")
            + warnings
            + (warnings == 1 ? " warning." : " warnings.");
  }

  private static long count(List<Doctor.Row> rows, Verdict verdict) {
    return rows.stream().filter(row -> row.diagnosis().verdict() == verdict).count();
  }

  /** Names come from the disk and may hold anything, so no controls go to the terminal. */
  private static String line(String value) {
    return value.replaceAll("\\p{Cntrl}", "?");
  }
}
