package dev.voltad.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;

/**
 * Why something was not done: RFC 9457's problem object with two fields of ours.
 *
 * @param title what could not be done, past tense, for example {@code Could not lock ~/.volta.}
 * @param detail the cause, with numbers and the system's own words
 * @param code which kind
 * @param next one command or one act that helps
 */
@JsonPropertyOrder({"type", "title", "detail", "code", "next"})
public record Problem(String title, String detail, ProblemCode code, String next) {
  /** The media type of a response that is one. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(next, "next");
  }

  /** The kind as a URI, for clients that know only the RFC. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String type() {
    return "urn:voltad:problem:" + code.id();
  }

  /** The four lines that go to a terminal, each ended; {@code program} begins the first. */
  public String text(String program) {
    return program
        + ": "
        + title
        + "\n"
        + "  why:  "
        + detail
        + "\n"
        + "  next: "
        + next
        + "\n"
        + "  code: "
        + code.id()
        + "\n";
  }
}
