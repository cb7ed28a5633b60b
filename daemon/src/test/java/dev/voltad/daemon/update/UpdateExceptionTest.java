package dev.voltad.daemon.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class UpdateExceptionTest {
  private static Problem problem(IOException e) {
    return UpdateException.of(e).problem("Could not update the programs.");
  }

  @Test
  void of_feedThatMakesNoSense_isItsPublishersAndNotTheDisks() {
    Problem problem = problem(new BrokenFeedException("bin/volta is larger than it says"));
    assertEquals(ProblemCode.SIGNATURE_INVALID, problem.code());
    assertEquals("bin/volta is larger than it says.", problem.detail());
    assertTrue(problem.toString().contains("Tell whoever publishes the feed"), problem::toString);
  }

  @Test
  void of_failureOfTheDisk_namesTheFileInWords() {
    Problem problem = problem(new AccessDeniedException("/home/me/.volta/self"));
    assertEquals(ProblemCode.FILESYSTEM, problem.code());
    assertEquals("/home/me/.volta/self: Permission denied.", problem.detail());
    assertEquals(
        "/x: No space left on device.",
        problem(new FileSystemException("/x", null, "No space left on device")).detail());
  }

  @Test
  void problem_sentence_beginsWithACapital() {
    assertEquals("The disk is gone.", problem(new IOException("the disk is gone")).detail());
  }
}
