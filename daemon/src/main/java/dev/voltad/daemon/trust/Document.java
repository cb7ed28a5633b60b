package dev.voltad.daemon.trust;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a role says, read and complete, but not verified (specification, section 4). */
sealed interface Document {
  SignedFile file();

  Header header();

  /** How bytes become a document. */
  interface Reader<T extends Document> {
    T read(byte[] bytes) throws TrustException;
  }

  /**
   * Whom to trust.
   *
   * @param consistent whether names of files have versions or hashes in front
   * @param roles the four of the top level, each once
   */
  record Root(SignedFile file, Header header, boolean consistent, Map<String, RoleKeys> roles)
      implements Document {
    static Root read(byte[] bytes) throws TrustException {
      SignedFile file = SignedFile.parse(RoleName.ROOT, bytes);
      Fields signed = file.signed();
      Map<String, TrustKey> keys = RoleKeys.parseAll(signed.object("keys"));
      Map<String, RoleKeys> roles = new LinkedHashMap<>();
      for (String role : RoleName.TOP) {
        roles.put(role, RoleKeys.parse(signed.object("roles").object(role), keys));
      }
      boolean consistent = signed.has("consistent_snapshot") && signed.flag("consistent_snapshot");
      Header header = Header.parse(signed, RoleName.ROOT);
      return new Root(file, header, consistent, Map.copyOf(roles));
    }

    RoleKeys keys(String role) {
      return roles.get(role);
    }
  }

  /** What is current. */
  record Timestamp(SignedFile file, Header header, FilePromise snapshot) implements Document {
    static Timestamp read(byte[] bytes) throws TrustException {
      SignedFile file = SignedFile.parse(RoleName.TIMESTAMP, bytes);
      Fields meta = file.signed().object("meta").object("snapshot.json");
      Header header = Header.parse(file.signed(), RoleName.TIMESTAMP);
      return new Timestamp(file, header, FilePromise.parse(meta));
    }
  }

  /**
   * Which versions belong together.
   *
   * @param meta by name, for example {@code targets.json}
   */
  record Snapshot(SignedFile file, Header header, Map<String, FilePromise> meta)
      implements Document {
    static Snapshot read(byte[] bytes) throws TrustException {
      SignedFile file = SignedFile.parse(RoleName.SNAPSHOT, bytes);
      Map<String, FilePromise> meta = new LinkedHashMap<>();
      for (Map.Entry<String, Fields> entry : file.signed().object("meta").objects().entrySet()) {
        meta.put(entry.getKey(), FilePromise.parse(entry.getValue()));
      }
      return new Snapshot(file, Header.parse(file.signed(), RoleName.SNAPSHOT), Map.copyOf(meta));
    }

    Optional<FilePromise> promise(String role) {
      return Optional.ofNullable(meta.get(role + ".json"));
    }
  }

  /**
   * Files, and who else may name some.
   *
   * @param targets by name
   * @param delegations in the order in which they are asked
   */
  record Targets(
      SignedFile file, Header header, Map<String, Target> targets, List<Delegation> delegations)
      implements Document {
    static Targets read(String role, byte[] bytes) throws TrustException {
      SignedFile file = SignedFile.parse(role, bytes);
      Fields signed = file.signed();
      Map<String, Target> targets = new LinkedHashMap<>();
      for (Map.Entry<String, Fields> entry : signed.object("targets").objects().entrySet()) {
        targets.put(entry.getKey(), Target.parse(entry.getKey(), entry.getValue()));
      }
      Optional<Fields> delegations = signed.optionalObject("delegations");
      List<Delegation> children =
          delegations.isPresent() ? Delegation.parseAll(delegations.get()) : List.of();
      Header header = Header.parse(signed, RoleName.TARGETS);
      return new Targets(file, header, Map.copyOf(targets), List.copyOf(children));
    }
  }

  /**
   * What one document promises of another file of metadata.
   *
   * @param length in bytes, exact; empty if not promised
   * @param hashes empty if not promised
   */
  record FilePromise(long version, OptionalLong length, Optional<Hashes> hashes) {
    static FilePromise parse(Fields meta) throws TrustException {
      Optional<Hashes> hashes =
          meta.has("hashes") ? Optional.of(Hashes.parse(meta)) : Optional.empty();
      return new FilePromise(meta.number("version", 1), meta.optionalNumber("length", 1), hashes);
    }

    boolean holds(byte[] bytes) {
      return (length.isEmpty() || length.getAsLong() == bytes.length)
          && (hashes.isEmpty() || hashes.get().match(bytes));
    }

    void require(String role, byte[] bytes) throws TrustException {
      if (!holds(bytes)) {
        throw TrustException.of(
            TrustException.Kind.MISMATCH, role, "not the length or hash that was promised");
      }
    }
  }
}
