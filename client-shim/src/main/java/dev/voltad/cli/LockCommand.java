package dev.voltad.cli;

import dev.voltad.migrate.fs.HomeLock;
import dev.voltad.migrate.fs.LockHolder;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.LockInfo;
import dev.voltad.protocol.LockState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta lock ...}. */
@Command(
    name = "lock",
    description = "Shows who holds the lock of the Volta directory.",
    synopsisSubcommandLabel = "show")
final class LockCommand {
  private final Context context;

  LockCommand(Context context) {
    this.context = context;
  }

  @Command(name = "show", description = "Names the process that holds the lock, if any does.")
  int show(
      @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
          boolean isJson)
      throws CommandException {
    Optional<LockHolder> holder = HomeLock.holder(context.home());
    if (isJson) {
      Optional<LockInfo> info =
          holder.map(h -> new LockInfo(h.pid(), h.program(), h.purpose(), h.since()));
      context.out().println(Json.line(LockState.of(info)));
    } else {
      String lock = context.home().resolve("volta.lock").toString();
      context.out().println(holder.map(h -> text(lock, h)).orElse("Nobody holds " + lock + "."));
    }
    return 0;
  }

  private static String text(String lock, LockHolder holder) {
    return "Process %d holds %s%s%n  program: %s%n  command: %s"
        .formatted(
            holder.pid(),
            lock,
            holder.since().map(LockCommand::since).orElse("."),
            holder.program() + holder.purpose().map(purpose -> ", " + purpose).orElse(""),
            ProcessHandle.of(holder.pid())
                .flatMap(process -> process.info().commandLine())
                .orElse("cannot be told"));
  }

  private static String since(Instant since) {
    return " for " + Math.max(0, Duration.between(since, Instant.now()).toSeconds()) + " s.";
  }
}
