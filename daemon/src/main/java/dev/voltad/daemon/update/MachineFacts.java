package dev.voltad.daemon.update;

import dev.voltad.daemon.policy.Situation.Machine;
import dev.voltad.daemon.policy.Situation.Room;
import dev.voltad.protocol.release.ReleaseTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What the policy asks of the machine. What cannot be told is as if it were good: no update is kept
 * from a machine because it has no battery, or nobody who knows about connections.
 */
final class MachineFacts {
  private static final int ASK_SECONDS = 2;

  private final Path home;
  private final Path tree;
  private final Path supplies;

  MachineFacts(Path home, Path tree) {
    this(home, tree, Path.of("/sys/class/power_supply"));
  }

  /**
   * @param supplies as in Linux's /sys/class/power_supply
   */
  MachineFacts(Path home, Path tree, Path supplies) {
    this.home = home;
    this.tree = tree;
    this.supplies = supplies;
  }

  /**
   * @param needed bytes; empty if that is not known yet
   */
  Machine now(OptionalLong needed) throws IOException {
    Optional<Room> room =
        needed.isPresent() ? Optional.of(new Room(free(), needed.getAsLong())) : Optional.empty();
    return new Machine(owner(), isMetered(), isOnBattery(), room);
  }

  /** Programs that are in no slot of the home are somebody else's to replace. */
  private Optional<String> owner() throws IOException {
    Optional<String> owner = new ReleaseTree(tree).owner();
    boolean isSlot = tree.toRealPath().startsWith(home.toRealPath().resolve("self/slots"));
    return owner.isPresent() || isSlot ? owner : Optional.of("they are not installed in the home");
  }

  private long free() throws IOException {
    return Files.getFileStore(home).getUsableSpace();
  }

  /** On battery: there is a battery, and no mains that is on (Linux: power_supply class). */
  boolean isOnBattery() {
    boolean hasBattery = false;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(supplies)) {
      for (Path supply : all) {
        String type = word(supply.resolve("type"));
        boolean isOfMachine = !word(supply.resolve("scope")).equals("Device"); // not of a mouse
        if (type.equals("Battery") && isOfMachine) {
          hasBattery = true;
        } else if (!type.equals("Battery") && word(supply.resolve("online")).equals("1")) {
          return false;
        }
      }
    } catch (IOException notTold) {
      return false;
    }
    return hasBattery;
  }

  private static String word(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException none) {
      return "";
    }
  }

  /** NetworkManager: 1 is yes, 3 a guess that is yes (NMMetered). */
  private static boolean isMetered() {
    Path ask = Path.of("/usr/bin/busctl");
    if (!Files.isExecutable(ask)) {
      return false;
    }
    try {
      Process process =
          new ProcessBuilder(
                  ask.toString(),
                  "--system",
                  "get-property",
                  "org.freedesktop.NetworkManager",
                  "/org/freedesktop/NetworkManager",
                  "org.freedesktop.NetworkManager",
                  "Metered")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(ASK_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      String answer = new String(process.getInputStream().readNBytes(64)).strip();
      return answer.equals("u 1") || answer.equals("u 3");
    } catch (IOException notTold) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
