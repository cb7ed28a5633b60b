package dev.voltad.daemon.trust;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * Why a feed, or one file of it, is not trusted or could not be had. What was trusted before still
 * is; {@link #storeChanged} says whether this run added to it.
 */
public final class TrustException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * What happened, from what tells least to what tells most: of several mirrors' failures the last
   * in this order is reported.
   */
  public enum Kind {
    /** No answer, a server's error, or a page of HTML where metadata is due: no alarm. */
    UNREACHABLE,
    /** Less than the minimum speed. */
    SLOW,
    /** The feed does not have it. */
    NOT_FOUND,
    /** Past its {@code expires}: the feed is frozen, by accident or on purpose. */
    EXPIRED,
    /** More than our caps allow. */
    TOO_LARGE,
    /** Not metadata as the specification has it. */
    FORMAT,
    /** Not the length, hash or version that was promised. */
    MISMATCH,
    /** Older than what was trusted before. */
    ROLLBACK,
    /** Not signed by enough of the right keys. */
    SIGNATURE,
    /** The folder of trusted files cannot be used. */
    STORE;

    /** Whether it can only be tampering or a broken feed, not an accident on the way. */
    public boolean isTampering() {
      return compareTo(EXPIRED) > 0 && this != STORE;
    }
  }

  private final transient Fault fault;
  private final boolean storeChanged;

  private TrustException(Fault fault, boolean storeChanged) {
    super(fault.text(), fault.cause());
    this.fault = fault;
    this.storeChanged = storeChanged;
  }

  /**
   * @param place the address that it is about; empty if none
   */
  private record Fault(
      Kind kind,
      String role,
      String place,
      String what,
      OptionalLong trusted,
      OptionalLong offered,
      Throwable cause) {

    String text() {
      String where = place.isEmpty() ? "" : " (" + place + ")";
      return kind.name().toLowerCase(Locale.ROOT) + ": " + role + ": " + what + where;
    }
  }

  static TrustException of(Kind kind, String role, String what) {
    OptionalLong none = OptionalLong.empty();
    return new TrustException(new Fault(kind, role, "", what, none, none, null), false);
  }

  static TrustException because(Kind kind, String role, String what, Throwable cause) {
    OptionalLong none = OptionalLong.empty();
    String why = what + ": " + cause;
    return new TrustException(new Fault(kind, role, "", why, none, none, cause), false);
  }

  /**
   * Of two versions that do not fit.
   *
   * @param trusted what we have or were promised
   * @param offered what came
   */
  static TrustException ofVersions(
      Kind kind, String role, String what, long trusted, long offered) {
    return new TrustException(
        new Fault(
            kind,
            role,
            "",
            what + ": offered " + offered + ", trusted " + trusted,
            OptionalLong.of(trusted),
            OptionalLong.of(offered),
            null),
        false);
  }

  /** The same, told of a role and the address that it was asked for at. */
  TrustException asked(String role, String address) {
    return copy(
        new Fault(fault.kind, role, address, fault.what, fault.trusted, fault.offered, fault.cause),
        storeChanged);
  }

  /** The same, as the end of a run. */
  TrustException afterChange(boolean changed) {
    return copy(fault, changed);
  }

  private TrustException copy(Fault other, boolean changed) {
    TrustException same = new TrustException(other, changed);
    same.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      same.addSuppressed(suppressed);
    }
    return same;
  }

  public Kind kind() {
    return fault.kind;
  }

  /** For example {@code snapshot}, or the name of a target. */
  public String role() {
    return fault.role;
  }

  /** The version that is trusted, or that a trusted file promises, if versions are the matter. */
  public OptionalLong trustedVersion() {
    return fault.trusted;
  }

  /** The version that was offered, if versions are the matter. */
  public OptionalLong offeredVersion() {
    return fault.offered;
  }

  /** Whether the run that this ended had put verified files into the store before. */
  public boolean storeChanged() {
    return storeChanged;
  }
}
