package dev.voltad.daemon.policy;

import static dev.voltad.daemon.policy.Finding.closed;
import static dev.voltad.daemon.policy.Finding.closedForNow;
import static dev.voltad.daemon.policy.Finding.closedUntil;
import static dev.voltad.daemon.policy.Finding.open;

import dev.voltad.daemon.policy.Situation.Asker;
import dev.voltad.daemon.policy.Situation.Machine;
import dev.voltad.daemon.policy.Situation.Moment;
import dev.voltad.daemon.policy.Situation.Room;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.Settings;
import dev.voltad.protocol.UpdateMode;
import dev.voltad.protocol.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The gates that no release can open: of the machine, of the policy, and of the moment. */
final class MachineGates {
  private final Settings settings;
  private final Optional<Hold> hold;
  private final Machine machine;
  private final Moment moment;

  MachineGates(Settings settings, Optional<Hold> hold, Situation situation) {
    this.settings = settings;
    this.hold = hold;
    this.machine = situation.machine();
    this.moment = situation.moment();
  }

  /** Told before those of a release. */
  List<Finding> before() {
    return List.of(owner(), mode(), hold());
  }

  /** Told after those of a release. */
  List<Finding> after() {
    return List.of(window(), metered(), battery(), disk());
  }

  private Finding owner() {
    return machine
        .owner()
        .map(name -> closed(GateId.OWNER, "owned by a package manager, " + name))
        .orElse(open(GateId.OWNER, "the programs are ours to replace"));
  }

  /** It is about what is done by itself: whoever asks is only kept by the one that is off. */
  private Finding mode() {
    UpdateMode mode = settings.updateMode();
    if (moment.asker() == Asker.PERSON && mode != UpdateMode.OFF) {
      return open(GateId.MODE, mode.id() + ", and somebody asks");
    }
    return switch (mode) {
      case AUTO -> open(GateId.MODE, "auto");
      case STAGE -> open(GateId.MODE, "stage: fetched, and taken when somebody asks");
      case NOTIFY -> closed(GateId.MODE, "notify: taken when somebody asks");
      case OFF -> closed(GateId.MODE, "off");
    };
  }

  private Finding hold() {
    Optional<Hold> now = hold.filter(it -> it.isOn(moment.now()));
    if (now.isEmpty()) {
      return open(GateId.HOLD, "there is none");
    }
    String value = now.get().text();
    return now.get()
        .until()
        .map(end -> closedUntil(GateId.HOLD, value, end))
        .orElse(closed(GateId.HOLD, value));
  }

  private Finding window() {
    Optional<Window> window = settings.updateWindow();
    if (window.isEmpty()) {
      return open(GateId.WINDOW, "at any time");
    }
    String text = settings.window().orElseThrow();
    if (moment.asker() == Asker.PERSON) {
      return open(GateId.WINDOW, text + ", and somebody asks");
    }
    Instant opens = window.get().nextOpen(moment.now(), moment.zone());
    return opens.equals(moment.now())
        ? open(GateId.WINDOW, text + ", which is now")
        : closedUntil(GateId.WINDOW, text + ", which is next at " + opens, opens);
  }

  private Finding metered() {
    if (!machine.isMetered()) {
      return open(GateId.METERED, "the connection is not paid by its use");
    }
    return settings.updatesOnMetered()
        ? open(GateId.METERED, "the connection is paid by its use, which is allowed")
        : closedForNow(GateId.METERED, "the connection is paid by its use");
  }

  private Finding battery() {
    if (!machine.isOnBattery()) {
      return open(GateId.BATTERY, "on mains");
    }
    return settings.updatesOnBattery()
        ? open(GateId.BATTERY, "on battery, which is allowed")
        : closedForNow(GateId.BATTERY, "on battery");
  }

  private Finding disk() {
    if (machine.room().isEmpty()) {
      return open(GateId.DISK, "what is needed is not known yet");
    }
    Room room = machine.room().get();
    String value = room.needed() + " bytes are needed, " + room.free() + " are free";
    return room.free() >= room.needed()
        ? open(GateId.DISK, value)
        : closedForNow(GateId.DISK, value);
  }
}
