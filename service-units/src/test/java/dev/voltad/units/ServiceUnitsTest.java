package dev.voltad.units;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class ServiceUnitsTest {
  /** What launchd.plist(5) says each key of ours must be. */
  private static final Map<String, String> PLIST_TYPES =
      Map.ofEntries(
          Map.entry("Label", "string"),
          Map.entry("ProgramArguments", "array"),
          Map.entry("EnvironmentVariables", "dict"),
          Map.entry("RunAtLoad", "boolean"),
          Map.entry("KeepAlive", "dict"),
          Map.entry("ProcessType", "string"),
          Map.entry("Umask", "integer"),
          Map.entry("StandardErrorPath", "string"),
          Map.entry("VOLTA_HOME", "string"),
          Map.entry("JAVA_HOME", "string"),
          Map.entry("SuccessfulExit", "boolean"));

  @TempDir Path folder;

  /** systemd's own parser; it prints nothing about units it has no complaint about. */
  private String verify(ServiceUnits units) throws Exception {
    Path service = Files.writeString(folder.resolve("voltad.service"), units.systemdService());
    Files.writeString(folder.resolve("voltad.socket"), units.systemdSocket());
    ProcessBuilder builder =
        new ProcessBuilder("systemd-analyze", "--user", "--man=no", "verify", service.toString());
    builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
    builder.environment().put("SYSTEMD_UNIT_PATH", folder + ":");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return output + (process.exitValue() == 0 ? "" : "exit " + process.exitValue());
  }

  private Path program(String name) throws Exception {
    Path program = folder.resolve(name);
    Files.writeString(program, "#!/bin/sh\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"voltad", "my 100% voltad", "völtad"})
  void systemdUnits_anyPath_areAccepted(String name) throws Exception {
    program("volta"); // asked to reload
    ServiceUnits units =
        new ServiceUnits(
            "voltad",
            Path.of("/home/a \"b\"/.volta"),
            program(name),
            Optional.of(Path.of("/opt/my \"java\" 100%")));

    assertEquals("", verify(units));
  }

  @Test
  void systemdUnits_missingProgram_isNoticedByTheCheck() throws Exception {
    String complaint =
        verify(
            new ServiceUnits(
                "voltad", Path.of("/home/a/.volta"), Path.of("/nowhere/x"), Optional.empty()));

    assertTrue(complaint.contains("/nowhere/x"), complaint);
  }

  @Test
  void systemdUnits_leaveNoPlaceholder() {
    ServiceUnits units =
        new ServiceUnits("voltad", Path.of("/h"), Path.of("/h/bin/voltad"), Optional.empty());

    String all = units.systemdService() + units.systemdSocket() + units.launchdAgent();

    assertFalse(all.matches("(?s).*@[A-Z]+@.*"), all);
  }

  @Test
  void launchdAgent_hasOnlyKnownKeysOfTheRightType() throws Exception {
    ServiceUnits units =
        new ServiceUnits(
            "voltad",
            Path.of("/Users/a&b/.volta"),
            Path.of("/opt/<x>/voltad"),
            Optional.of(Path.of("/opt/<java>")));

    Map<String, Element> keys = dict(plist(units.launchdAgent()));

    assertEquals("dev.voltad", keys.get("Label").getTextContent());
    assertEquals("/opt/<x>/voltad", keys.get("ProgramArguments").getTextContent().strip());
    assertEquals("63", keys.get("Umask").getTextContent(), "077 as launchd reads it");
    assertTrue(keys.keySet().containsAll(Set.of("RunAtLoad", "KeepAlive", "ProcessType")));
  }

  @Test
  void constructor_relativeOrBrokenPath_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> units("voltad", "h", "/x"));
    assertThrows(IllegalArgumentException.class, () -> units("voltad", "/h", "/a\nb"));
    assertThrows(IllegalArgumentException.class, () -> units("voltad", "/h", "/a'b"));
  }

  private static ServiceUnits units(String name, String home, String voltad) {
    return new ServiceUnits(name, Path.of(home), Path.of(voltad), Optional.empty());
  }

  @Test
  void constructor_oddName_isRefused() {
    for (String name : new String[] {"", "a b", "a/b", "a.service", "A"}) {
      assertThrows(IllegalArgumentException.class, () -> units(name, "/h", "/x"), name);
    }
  }

  private static Element plist(String text) throws Exception {
    Element plist =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text)))
            .getDocumentElement();
    assertEquals("plist", plist.getTagName());
    return elements(plist).values().iterator().next();
  }

  /** The keys and values of a dict, each checked against the list; dicts in it too. */
  private static Map<String, Element> dict(Element dict) {
    assertEquals("dict", dict.getTagName());
    Map<String, Element> entries = new LinkedHashMap<>();
    String key = null;
    for (Element element : elements(dict).values()) {
      if (key == null) {
        assertEquals("key", element.getTagName());
        key = element.getTextContent();
      } else {
        String type = element.getTagName().matches("true|false") ? "boolean" : element.getTagName();
        assertEquals(PLIST_TYPES.get(key), type, key);
        if (type.equals("dict")) {
          dict(element);
        }
        entries.put(key, element);
        key = null;
      }
    }
    assertEquals(null, key, "a key without a value");
    return entries;
  }

  private static Map<Integer, Element> elements(Element parent) {
    Map<Integer, Element> elements = new LinkedHashMap<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (node instanceof Element element) {
        elements.put(i, element);
      }
    }
    return elements;
  }
}
