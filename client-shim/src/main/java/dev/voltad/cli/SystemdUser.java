package dev.voltad.cli;

import dev.voltad.units.ServiceUnits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** systemd's manager of the user: a service, and a socket that starts it when a shim asks. */
final class SystemdUser implements UserServices {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final ServiceUnits units;
  private final Path folder;

  private SystemdUser(ServiceUnits units, Path folder) {
    this.units = units;
    this.folder = folder;
  }

  static Optional<UserServices> find(Context context)
      throws CommandException, InterruptedException {
    ServiceCall hello = ServiceCall.of(words("show-environment"), ANSWER_LIMIT);
    if (hello.hasHung()) {
      hello.require("See what ails systemd, or run `volta daemon run`, which does without it.");
    }
    if (!hello.isDone()) {
      return Optional.empty(); // no systemd, or none that runs for this user
    }
    String named = context.environment().getOrDefault("XDG_CONFIG_HOME", "");
    Path config = named.startsWith("/") ? Path.of(named) : context.user().resolve(".config");
    return Optional.of(new SystemdUser(context.units(), config.resolve("systemd/user")));
  }

  private static ServiceCall call(String... words) throws InterruptedException {
    return ServiceCall.of(words(words));
  }

  private static List<String> words(String... words) {
    List<String> command = new ArrayList<>(List.of("systemctl", "--user", "--no-ask-password"));
    command.addAll(List.of(words));
    return command;
  }

  private String service() {
    return units.name() + ".service";
  }

  private String socket() {
    return units.name() + ".socket";
  }

  @Override
  public String title() {
    return "systemd (" + service() + ")";
  }

  @Override
  public Map<Path, String> files() {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(folder.resolve(service()), units.systemdService());
    files.put(folder.resolve(socket()), units.systemdSocket());
    return files;
  }

  @Override
  public boolean isRunning() throws InterruptedException {
    return call("is-active", "--quiet", service()).isDone();
  }

  @Override
  public boolean isEnabled() throws InterruptedException {
    return call("is-enabled", "--quiet", service()).isDone()
        && call("is-enabled", "--quiet", socket()).isDone();
  }

  @Override
  public void start() throws CommandException, InterruptedException {
    String next = "See `systemctl --user status " + service() + "`.";
    call("daemon-reload").require(next);
    call("reset-failed", service(), socket()); // fails if there is nothing to reset
    call("enable", "--quiet", service(), socket()).require(next);
    call("start", socket(), service()).require(next);
  }

  @Override
  public void stop() throws CommandException, InterruptedException {
    call("stop", service(), socket()).require("See `systemctl --user status " + service() + "`.");
  }

  @Override
  public void disable() throws CommandException, InterruptedException {
    call("disable", "--now", "--quiet", service(), socket())
        .require("See `systemctl --user status " + service() + "`.");
  }

  @Override
  public Optional<List<String>> logReader() {
    return Optional.of(List.of("journalctl", "--user", "--no-pager", "--unit", service()));
  }

  @Override
  public void forget() throws InterruptedException {
    call("daemon-reload");
    call("reset-failed", service(), socket());
  }
}
