package dev.voltad.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** What is wrong with a file of JSON, for the person who has to correct it. */
final class JsonFault {
  private JsonFault() {}

  /**
   * One or more sentences.
   *
   * @param offset the byte from which on the shim could not read it, a decimal number
   */
  static String find(Path file, String offset) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
        while (parser.nextToken() != null) {
          // only whether it can be read matters
        }
      } catch (StreamReadException e) {
        return "It is not JSON: " + place(e) + ": " + e.getOriginalMessage() + ".";
      }
      return "It is JSON, but not what is expected there, from " + place(bytes, offset) + " on.";
    } catch (IOException | JacksonException e) {
      return "It is not what is expected there, from byte " + offset + " on.";
    }
  }

  private static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static String place(byte[] bytes, String offset) {
    int end = offset.matches("\\d{1,9}") ? Math.min(Integer.parseInt(offset), bytes.length) : 0;
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      column++;
      if (bytes[i] == '\n') {
        line++;
        column = 1;
      }
    }
    return "line " + line + ", column " + column;
  }
}
