package dev.voltad.daemon;

import dev.voltad.daemon.job.DaemonState;
import dev.voltad.daemon.job.JobRunner;
import dev.voltad.daemon.job.LogValue;
import dev.voltad.daemon.job.Migrations;
import dev.voltad.daemon.job.Timer;
import dev.voltad.daemon.os.Memory;
import dev.voltad.daemon.os.ServiceManager;
import dev.voltad.daemon.os.Watchdog;
import dev.voltad.daemon.server.Api;
import dev.voltad.daemon.server.SocketServer;
import dev.voltad.daemon.server.Traffic;
import dev.voltad.daemon.update.Updates;
import dev.voltad.daemon.watch.HomeWatcher;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.protocol.Endpoint;
import dev.voltad.protocol.ManagedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon of one home, put together: what it consists of, in the order in which it starts; it
 * stops in reverse.
 *
 * <ol>
 *   <li>{@code self/daemon.lock}, held by {@link Main}: one daemon per home.
 *   <li>The job thread, and the first look at the home without the lock.
 *   <li>The socket, and its name in {@code self/endpoint}: from here on shims ask us.
 *   <li>The watch, then the first migration: what is missed before the watch, the migration finds.
 * </ol>
 */
final class Daemon {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(3);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Config config;
  private final Instant started = Instant.now();
  private final ServiceManager manager;
  private final Optional<Watchdog> watchdog;
  private final Endpoint endpoint;
  private final Timer timer = new Timer();
  private final JobRunner runner = new JobRunner(timer, this::die);
  private final Migrations migrations;
  private final Rest rest = new Rest(timer, QUIET, Memory::giveBack);
  private final Traffic traffic = new Traffic(rest::stir);
  private final DaemonSocket socket;
  private final SideStep shift;
  private final Updates updates;
  private final SocketServer server;
  private final HomeWatcher watcher;
  private final Path lockFile;
  private final Object lockKey;
  private final PolicyKeeper policy;
  private volatile boolean isResting;
  private volatile boolean isBroken;
  private volatile boolean isDisplaced;

  /**
   * @param lock on {@code self/daemon.lock}; closed by {@link #stop}
   * @param takesOver whether another daemon answers still, and ends when we do
   */
  Daemon(Config config, FileLock lock, boolean takesOver) throws IOException, InterruptedException {
    this.config = config;
    this.lockFile = config.lockFile();
    this.lockKey = DaemonSocket.key(lockFile);
    this.manager = new ServiceManager(config.environment());
    this.watchdog = Watchdog.of(manager, config.environment());
    this.endpoint = new Endpoint(config.home());
    this.migrations =
        new Migrations(
            config.home(),
            new Migrator(config.home(), config.install()),
            runner,
            () -> policy().isOnHold(),
            this::tell,
            () -> watchdog.ifPresent(Watchdog::feed));
    this.socket = DaemonSocket.open(endpoint, config.environment(), takesOver);
    this.shift =
        new SideStep(
            lock,
            lockFile,
            socket,
            this::server,
            manager,
            migrations::pause,
            this::comeBack,
            timer::end);
    this.policy = keeper();
    Path marker = config.home().resolve(LayoutVersion.CURRENT.marker().orElseThrow());
    this.watcher =
        new HomeWatcher(config.home(), marker, migrations::requestAfterLoss, this::homeChanged);
    this.updates =
        new Updates(config.updates(), policy::policy, shift, migrations.log(), timer::after);
    Api api = new Api(backend(), migrations, traffic);
    this.server =
        SocketServer.start(socket.channel(), Files.getOwner(lockFile), api, SocketServer.PATIENCE);
  }

  private PolicyKeeper keeper() {
    IdleExit idleExit =
        new IdleExit(
            runner,
            // Without a socket that outlives us, shims would find nobody.
            socket.isInherited() ? Optional.of(this::rest) : Optional.empty(),
            () -> traffic.allAnswers() + migrations.log().count(),
            () -> traffic.connections() > 0 || shift.isAside());
    return new PolicyKeeper(
        config.home(),
        ManagedPolicy.SYSTEM,
        runner,
        InstantSource.system(),
        migrations::lookAfterChange,
        idleExit::follow);
  }

  private PolicyKeeper policy() {
    return policy;
  }

  private SocketServer server() {
    return server;
  }

  private ApiBackend backend() {
    return new ApiBackend(
        new ApiBackend.Parts(
            config.home(),
            socket.path(),
            started,
            runner,
            migrations,
            watcher,
            policy,
            updates,
            traffic),
        this::reload,
        timer::end);
  }

  /**
   * Serves until a stop is requested.
   *
   * @param serving called once clients reach us
   * @param committed called if this release was on trial and has proved itself
   * @throws IOException if the socket cannot have its place
   */
  void run(Word serving, Runnable committed) throws IOException, InterruptedException {
    open();
    runner.start();
    runner.offer(policy::read); // first: it may say that nothing is to be done
    watchdog.ifPresent(it -> runner.offerEvery(it.interval(), it::feed));
    watcher.start();
    runner.offer(migrations::requestAtStart);
    manager.ready();
    LOG.info(
        "daemon.started home={} socket={}", LogValue.of(config.home()), LogValue.of(socket.path()));
    serving.say();
    updates.start(committed);
    timer.run();
  }

  /** From here on clients reach us. */
  void open() throws IOException {
    socket.publish();
    writeEndpoint();
  }

  /** Where clients reach us. */
  Path socket() {
    return socket.path();
  }

  /** Something to be done once, at the right moment. */
  interface Word {
    void say() throws IOException;
  }

  /** On a full disk too there is a daemon; only shims do not find it until there is room. */
  private void writeEndpoint() {
    try {
      endpoint.write(socket.path());
    } catch (IOException e) {
      LOG.warn("endpoint.unwritten why={}", LogValue.of(e));
      runner.offerAfter(RETRY, this::writeEndpoint);
    }
  }

  /** What a person has changed by hand is taken up, and the home is looked at. */
  private void reload() {
    manager.reloading();
    LOG.info("daemon.reloading home={}", LogValue.of(config.home()));
    writeEndpoint();
    if (!runner.offer(policy::read)) {
      runner.offerAfter(RETRY, policy::read);
    }
    migrations.lookAfterChange();
    manager.ready();
  }

  /** After another daemon was to take our place, and has failed. */
  private void comeBack() {
    writeEndpoint();
    migrations.resume();
    migrations.lookAfterChange();
  }

  private void homeChanged() {
    if (lockKey.equals(DaemonSocket.key(lockFile))) {
      migrations.lookAfterChange();
    } else {
      LOG.warn("daemon.displaced home={}", LogValue.of(config.home()));
      isDisplaced = true; // the home, or self/ in it, is gone: another daemon may lock a new one
      timer.end();
    }
  }

  /** Ends until somebody connects to the socket, which stays where the endpoint says. */
  private void rest() {
    isResting = true;
    timer.end();
  }

  private void die() {
    isBroken = true;
    timer.end();
  }

  /** Whether it ended because it could not go on, so that a service manager starts another. */
  boolean isBroken() {
    return isBroken;
  }

  /** Ends everything, in reverse; within about five seconds, whatever it is doing. */
  void stop() {
    manager.stopping();
    try {
      updates.stop();
      watcher.close();
      migrations.abandonWaiting();
      if (!runner.stop(STOP_LIMIT)) {
        LOG.warn("daemon.cut why=\"a migration is under way; the next run recovers it\"");
      }
    } catch (IOException e) {
      LOG.warn("watch.unclosed why={}", LogValue.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    removeSocket();
    shift.close();
    LOG.info("daemon.stopped home={}", LogValue.of(config.home()));
  }

  /** Where another daemon serves by now, what is there is its own. */
  private void removeSocket() {
    try {
      if (!isDisplaced && !isResting && !shift.isGone()) {
        endpoint.remove(socket.path());
      }
      socket.close(server);
    } catch (IOException e) {
      LOG.warn("endpoint.unremoved why={}", LogValue.of(e)); // the next daemon replaces it
    }
  }

  private void tell(DaemonState state) {
    rest.stir();
    manager.status(
        state
            .problem()
            .map(problem -> problem.title() + " " + problem.detail())
            .orElse("The home is " + state.home().condition().id() + "."));
  }
}
