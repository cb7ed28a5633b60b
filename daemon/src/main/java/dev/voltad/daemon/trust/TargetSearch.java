package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.Document.Snapshot;
import dev.voltad.daemon.trust.Document.Targets;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Set;

/**
 * Who speaks for a name: the top's targets, then the roles they delegate it to, each before its own
 * children and those before its siblings (specification, section 5.6.7).
 *
 * <p>A role is verified with the keys of the delegator through which it was reached this time, each
 * time: that it was right through another one says nothing.
 */
final class TargetSearch {
  private final Refresh refresh;
  private final Snapshot snapshot;
  private final Targets top;

  TargetSearch(Refresh refresh, Snapshot snapshot, Targets top) {
    this.refresh = refresh;
    this.snapshot = snapshot;
    this.top = top;
  }

  /**
   * @return empty if nobody who may has it
   * @throws TrustException if a role that must be asked is not right, or more than 32 would have to
   *     be
   */
  Optional<Target> find(String name) throws TrustException {
    Optional<Target> found = Optional.ofNullable(top.targets().get(name));
    Deque<Delegation> next = new ArrayDeque<>();
    push(top.delegations(), name, next);
    Set<String> visited = new HashSet<>();
    while (found.isEmpty() && !next.isEmpty()) {
      Delegation delegation = next.pop();
      if (!visited.add(delegation.role())) {
        continue; // 5.6.7.1: so that cycles end
      }
      if (visited.size() > Caps.DELEGATIONS) {
        throw TrustException.of(
            Kind.TOO_LARGE, name, "more than " + Caps.DELEGATIONS + " roles would be asked");
      }
      Targets targets = refresh.targets(delegation.role(), snapshot, delegation.keys());
      found = Optional.ofNullable(targets.targets().get(name));
      if (delegation.terminating()) {
        next.clear(); // 5.6.7.2.1: only its own children are left to ask
      }
      push(targets.delegations(), name, next);
    }
    return found;
  }

  /** So that the first is popped first. */
  private static void push(List<Delegation> children, String name, Deque<Delegation> next) {
    ListIterator<Delegation> backwards = children.listIterator(children.size());
    while (backwards.hasPrevious()) {
      Delegation child = backwards.previous();
      if (child.covers(name)) {
        next.push(child);
      }
    }
  }
}
