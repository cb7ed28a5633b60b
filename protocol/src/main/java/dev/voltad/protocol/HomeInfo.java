package dev.voltad.protocol;

import java.util.List;
import java.util.Optional;

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
 * @param findings what cannot be used and was kept
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
    List<Kept> findings) {

  public HomeInfo {
    findings = List.copyOf(findings);
  }
}
