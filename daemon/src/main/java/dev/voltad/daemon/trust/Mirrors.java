package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The copies of a feed, during one run. Each file is asked for until one of them has one that
 * verifies; a copy that served what can only be tampering is asked last from then on.
 *
 * <p>Not thread-safe.
 */
final class Mirrors {
  private static final int ASKED_FOR_ABSENCE = 2;

  private final List<Mirror> inOrder;
  private final Fetcher fetcher;
  private final List<TrustException> faults = new ArrayList<>();

  Mirrors(List<Mirror> mirrors, Fetcher fetcher) {
    if (mirrors.isEmpty()) {
      throw new IllegalArgumentException("a feed without a mirror");
    }
    inOrder = new ArrayList<>(mirrors);
    this.fetcher = fetcher;
  }

  /** Verifies what a mirror sent, and makes something of it. */
  interface Check<T> {
    T check(byte[] bytes) throws TrustException;
  }

  /** Does something with one mirror. */
  interface Attempt<T> {
    T with(Mirror mirror, Fetcher fetcher) throws TrustException;
  }

  /**
   * A file of metadata from the first mirror that has a right one.
   *
   * @throws TrustException of the failures, the one that tells most
   */
  <T> T metadata(String role, String name, int mostBytes, Check<T> check) throws TrustException {
    return first((mirror, fetcher) -> fetch(mirror, role, name, mostBytes, check));
  }

  private <T> T fetch(Mirror mirror, String role, String name, int mostBytes, Check<T> check)
      throws TrustException {
    URI address = mirror.metadata().resolve(name);
    try {
      return check.check(fetcher.metadata(role, address, mostBytes));
    } catch (TrustException e) {
      throw e.asked(role, address.toString());
    }
  }

  /** What the first mirror can do that can; only a failure of our own disk ends it at once. */
  <T> T first(Attempt<T> attempt) throws TrustException {
    Failures failures = new Failures();
    for (Mirror mirror : List.copyOf(inOrder)) {
      try {
        return attempt.with(mirror, fetcher);
      } catch (TrustException e) {
        failures.add(mirror, e);
      }
    }
    throw failures.worst();
  }

  /**
   * A file that need not be there. One mirror alone may hide it, so two must say that it is not
   * there; but those that do not answer cannot keep a run from going on.
   *
   * @return empty if two mirrors do not have it, or one and no other has a right one
   */
  <T> Optional<T> optional(String role, String name, int mostBytes, Check<T> check)
      throws TrustException {
    Failures failures = new Failures();
    int absent = 0;
    for (Mirror mirror : List.copyOf(inOrder)) {
      try {
        return Optional.of(fetch(mirror, role, name, mostBytes, check));
      } catch (TrustException e) {
        if (e.kind() != Kind.NOT_FOUND) {
          failures.add(mirror, e);
        } else if (++absent == ASKED_FOR_ABSENCE) {
          return Optional.empty();
        }
      }
    }
    if (absent > 0) {
      return Optional.empty();
    }
    throw failures.worst();
  }

  /** What mirrors did wrong, in the order in which they did, whether or not others helped. */
  List<TrustException> faults() {
    return List.copyOf(faults);
  }

  /** Of one question to all. */
  private final class Failures {
    private TrustException worst;

    void add(Mirror mirror, TrustException e) throws TrustException {
      if (e.kind() == Kind.STORE) {
        throw e;
      }
      faults.add(e);
      if (e.kind().isTampering()) {
        inOrder.remove(mirror);
        inOrder.add(mirror);
      }
      if (worst == null || worst.kind().compareTo(e.kind()) < 0) {
        worst = e;
      }
    }

    TrustException worst() {
      return worst;
    }
  }
}
