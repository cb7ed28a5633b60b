package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One sample of a document: a request and the answer to it, in a block of the kind {@code
 * exchange}. A line that begins with {@code $} is a command for the shell, run before it; {@code >}
 * begins the lines of the request, first method and path, then headers, then a body, which begins
 * with a brace; {@code <} begins the lines of the answer's head, first its status and media type,
 * then headers. The answer's body follows.
 *
 * @param line of the document, from 1
 * @param accept the media type that is asked for
 * @param heads headers of the answer, as they are sent
 */
public record Exchange(
    int line,
    List<String> commands,
    String method,
    String path,
    String accept,
    String body,
    int status,
    String mediaType,
    List<String> heads,
    List<String> answer) {

  /** All samples of a document, in order. */
  public static List<Exchange> read(Path file) throws IOException {
    List<Exchange> all = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals("```exchange")) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        all.add(parse(i + 1, lines.subList(i + 1, end)));
        i = end;
      }
    }
    return all;
  }

  private static Exchange parse(int line, List<String> block) {
    List<String> commands = starting("$ ", block);
    List<String> request = starting("> ", block);
    List<String> head = starting("< ", block);
    String[] first = request.get(0).split(" ");
    String[] second = head.get(0).split(" ", 2);
    Optional<String> accept =
        request.stream()
            .filter(row -> row.startsWith("Accept: "))
            .map(row -> row.substring(8))
            .findFirst();
    Optional<String> body = request.stream().filter(row -> row.startsWith("{")).findFirst();
    return new Exchange(
        line,
        commands,
        first[0],
        first[1],
        accept.orElse("application/json"),
        body.orElse(""),
        Integer.parseInt(second[0]),
        second[1],
        head.subList(1, head.size()),
        List.copyOf(block.subList(commands.size() + request.size() + head.size(), block.size())));
  }

  private static List<String> starting(String mark, List<String> block) {
    return block.stream()
        .filter(row -> row.startsWith(mark))
        .map(row -> row.substring(mark.length()))
        .toList();
  }

  /** For example {@code GET /v1/status}, without what follows a question mark. */
  public String resource() {
    return method + " " + path.replaceAll("\\?.*", "");
  }

  /** Whether the answer goes on until whoever asked hangs up. */
  public boolean isEndless() {
    return mediaType.equals("text/event-stream");
  }

  @Override
  public String toString() {
    return "line " + line + ": " + method + " " + path + " " + body;
  }
}
