package dev.voltad.daemon.update;

import dev.voltad.daemon.trust.TrustException;
import dev.voltad.migrate.fs.IoReason;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Why an update did not go on, for a reason that is not the release's. */
final class UpdateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final String next;

  /** What kind of reason. */
  enum Kind {
    REFUSED(ProblemCode.REFUSED_BY_POLICY),
    NOT_CONFIGURED(ProblemCode.CONFIGURATION),
    NO_SUCH_VERSION(ProblemCode.NO_SUCH_VERSION),
    BUSY(ProblemCode.LOCK_HELD);

    private final ProblemCode code;

    Kind(ProblemCode code) {
      this.code = code;
    }
  }

  UpdateException(Kind kind, String why, String next) {
    this(kind.code, why, next, null);
  }

  private UpdateException(ProblemCode code, String why, String next, Throwable cause) {
    super(why, cause);
    this.code = code;
    this.next = next;
  }

  static UpdateException of(LockHeldException e) {
    String holder = e.holder().map(it -> "process " + it.pid()).orElse("another Volta");
    return new UpdateException(
        ProblemCode.LOCK_HELD,
        e.file() + " is held by " + holder,
        "See what that process is doing; it is tried again.",
        e);
  }

  static UpdateException of(LockUnavailableException e) {
    return new UpdateException(
        ProblemCode.LOCK_UNAVAILABLE,
        e.file() + ": " + e.reason(),
        "Put the home on a filesystem that can lock.",
        e);
  }

  static UpdateException of(TrustException e) {
    boolean isNetwork = e.kind().compareTo(TrustException.Kind.EXPIRED) < 0;
    if (isNetwork) {
      return new UpdateException(
          ProblemCode.NETWORK, e.getMessage(), "It is tried again by itself.", e);
    }
    if (e.kind() == TrustException.Kind.STORE) {
      return new UpdateException(
          ProblemCode.FILESYSTEM, e.getMessage(), "Set right what is named above.", e);
    }
    return new UpdateException(
        ProblemCode.SIGNATURE_INVALID,
        e.getMessage(),
        e.kind().isTampering()
            ? "Nothing was installed. Tell whoever publishes the feed: it is broken, or somebody"
                + " tampers with it."
            : "Nothing was installed. The feed is frozen; tell whoever publishes it.",
        e);
  }

  static UpdateException of(IOException e) {
    if (e instanceof BrokenFeedException) {
      return new UpdateException(
          ProblemCode.SIGNATURE_INVALID,
          e.getMessage(),
          "Nothing was installed. Tell whoever publishes the feed: it is broken.",
          e);
    }
    return new UpdateException(
        ProblemCode.FILESYSTEM, words(e), "Set right what is named above; it is tried again.", e);
  }

  private static String words(IOException e) {
    if (e instanceof FileSystemException system && system.getFile() != null) {
      return system.getFile() + ": " + IoReason.of(e);
    }
    return e.getClass() == IOException.class && e.getMessage() != null
        ? e.getMessage()
        : e.toString();
  }

  /**
   * @param title what could not be done
   */
  Problem problem(String title) {
    String why = getMessage();
    boolean beginsWithAWord = why.matches("(?s)[a-z]+ .*"); // and not with a name
    String begun =
        beginsWithAWord ? why.substring(0, 1).toUpperCase(Locale.ROOT) + why.substring(1) : why;
    return new Problem(title, begun.endsWith(".") ? begun : begun + ".", code, next);
  }
}
