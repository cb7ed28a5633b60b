package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ServiceCallTest {
  @Test
  void of_commandThatHangs_isKilledAndSaidSo() throws Exception {
    ServiceCall call = ServiceCall.of(List.of("sleep", "600"), Duration.ofMillis(300));

    assertTrue(call.hasHung());
    CommandException e = assertThrows(CommandException.class, () -> call.require("Look."));
    assertTrue(e.problem().detail().contains("did not end"), e.problem().detail());
  }

  @Test
  void of_commandWhoseOutputIsHeldByAnother_isNotWaitedFor() throws Exception {
    ServiceCall call =
        ServiceCall.of(List.of("sh", "-c", "echo done; sleep 5 & exit 3"), Duration.ofSeconds(4));

    assertEquals(3, call.exit());
    assertEquals("done", call.output());
  }

  @Test
  void of_commandThatIsNotThere_isNotDone() throws Exception {
    assertFalse(ServiceCall.of(List.of("/nowhere/systemctl")).isDone());
  }
}
