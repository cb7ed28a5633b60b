package dev.voltad.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a home, by the daemon or from disk.
 *
 * @param path absolute
 * @param condition in one word
 * @param layout for example {@code v4}; empty if it has none or it cannot be told
 * @param evidence how the layout was told
 * @param pending operations that a migration would apply
 * @param drift how many of them put right what has gone wrong in a home of the current layout
 * @param undoable the journal that can be undone
 * @param lock who holds the lock
 * @param findings what cannot be used and was kept, at most {@value #MAX_FINDINGS}
 * @param moreFindings how many there are beyond those; empty for none
 */
public record HomeInfo(
    String path,
    Condition condition,
    Optional<String> layout,
    String evidence,
    int pending,
    int drift,
    Optional<String> undoable,
    Optional<LockInfo> lock,
    List<Kept> findings,
    OptionalInt moreFindings) {
  /** More of them nobody reads in a status, and a broken home can have thousands. */
  public static final int MAX_FINDINGS = 20;

  public HomeInfo {
    findings = List.copyOf(findings);
  }

  /** With everything that was found, of which the first are told. */
  public HomeInfo(
      String path,
      Condition condition,
      Optional<String> layout,
      String evidence,
      int pending,
      int drift,
      Optional<String> undoable,
      Optional<LockInfo> lock,
      List<Kept> found) {
    this(
        path,
        condition,
        layout,
        evidence,
        pending,
        drift,
        undoable,
        lock,
        found.subList(0, Math.min(found.size(), MAX_FINDINGS)),
        found.size() > MAX_FINDINGS
            ? OptionalInt.of(found.size() - MAX_FINDINGS)
            : OptionalInt.empty());
  }

  /** How many things cannot be used and were kept. */
  public int countFindings() {
    return findings.size() + moreFindings.orElse(0);
  }
}
