package dev.voltad.tests.support;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirDeletionStrategy;

/** Removes the folder of a test without a warning for each link that leads out of it. */
public final class TreeDeletion implements TempDirDeletionStrategy {
  @Override
  public DeletionResult delete(Path top, AnnotatedElementContext element, ExtensionContext test) {
    Trees.delete(top);
    return DeletionResult.builder(top).build();
  }
}
