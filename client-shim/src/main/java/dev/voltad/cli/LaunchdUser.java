package dev.voltad.cli;

import dev.voltad.protocol.Endpoint;
import dev.voltad.units.ServiceUnits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** launchd's domain of the user who sits in front of the machine. Written from its manual pages. */
final class LaunchdUser implements UserServices {
  private static final Path LAUNCHCTL = Path.of("/bin/launchctl");

  private final ServiceUnits units;
  private final Path agent;
  private final String domain = "gui/" + Endpoint.ourUid();

  private LaunchdUser(ServiceUnits units, Path agent) {
    this.units = units;
    this.agent = agent;
  }

  static Optional<UserServices> find(Context context) throws CommandException {
    if (!Files.isExecutable(LAUNCHCTL)) {
      return Optional.empty();
    }
    ServiceUnits units = context.units();
    Path agents = context.user().resolve("Library/LaunchAgents");
    return Optional.of(new LaunchdUser(units, agents.resolve("dev." + units.name() + ".plist")));
  }

  private static ServiceCall call(String... words) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(LAUNCHCTL.toString()));
    command.addAll(List.of(words));
    return ServiceCall.of(command);
  }

  private String target() {
    return domain + "/dev." + units.name();
  }

  @Override
  public String title() {
    return "launchd (dev." + units.name() + ")";
  }

  @Override
  public Map<Path, String> files() {
    return Map.of(agent, units.launchdAgent());
  }

  @Override
  public boolean isRunning() throws InterruptedException {
    return call("print", target()).isDone();
  }

  @Override
  public void start() throws CommandException, InterruptedException {
    call("enable", target());
    call("bootstrap", domain, agent.toString()).require("See `launchctl print " + target() + "`.");
  }

  @Override
  public void stop() throws CommandException, InterruptedException {
    call("bootout", target()).require("See `launchctl print " + target() + "`.");
  }

  @Override
  public void disable() throws CommandException, InterruptedException {
    if (isRunning()) {
      stop();
    }
  }

  @Override
  public void forget() {
    // launchd keeps nothing of an agent that is not loaded
  }
}
