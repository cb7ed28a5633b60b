package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What every role's document has.
 *
 * @param version at least 1
 * @param expires exclusive: at that second it has expired
 */
record Header(String role, long version, Instant expires) {
  private static final Pattern SPECIFICATION = Pattern.compile("1\\.[0-9]{1,4}(\\.[0-9]{1,4})?");

  /**
   * @param type what {@code _type} must be; a delegated role's is {@code targets}
   */
  static Header parse(Fields signed, String type) throws TrustException {
    if (!signed.text("_type").equals(type)) {
      throw signed.wrong("_type", type);
    }
    if (!SPECIFICATION.matcher(signed.text("spec_version")).matches()) {
      throw signed.wrong("spec_version", "a version 1 of the specification");
    }
    return new Header(signed.role(), signed.number("version", 1), signed.time("expires"));
  }

  boolean isFreshAt(Instant time) {
    return time.isBefore(expires);
  }

  void requireFreshAt(Instant time) throws TrustException {
    if (!isFreshAt(time)) {
      throw TrustException.of(
          Kind.EXPIRED, role, "version " + version + " expired at " + expires + ", it is " + time);
    }
  }

  void requireVersion(long wanted) throws TrustException {
    if (version != wanted) {
      throw TrustException.ofVersions(
          Kind.MISMATCH, role, "not the version that was promised", wanted, version);
    }
  }
}
