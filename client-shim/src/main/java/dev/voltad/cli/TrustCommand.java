package dev.voltad.cli;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Status;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code volta self trust}: names the feed that releases come from, by its first root. What is
 * trusted of one feed is never mixed with another's.
 */
@Command(
    name = "trust",
    description = {
      "Names the feed that releases come from: its first root, and where copies of it are.",
      "ROOT is the file 1.root.json of whoever publishes it, and its hash comes another way."
    })
final class TrustCommand implements Callable<Integer> {
  private static final String COULD_NOT = "Could not trust the feed.";
  private static final int MAX_ROOT_BYTES = 512 << 10;

  /** The daemon takes no longer one. */
  private static final long MOST_TRIAL_SECONDS = 24 * 60 * 60;

  private final Context context;
  private final FileOps ops = new PosixFileOps();

  @Parameters(index = "0", paramLabel = "ROOT", description = "The first root, a file.")
  private Path root;

  @Option(
      names = "--sha256",
      required = true,
      paramLabel = "HEX",
      description = "What the SHA-256 of that file must be.")
  private String sha256;

  @Option(
      names = "--mirror",
      required = true,
      paramLabel = "URL",
      description =
          "Where the feed is: https://, file:///, or http:// of this machine. May be given more than once.")
  private List<String> mirrors;

  @Option(
      names = "--trial",
      paramLabel = "SECONDS",
      description = "How long a release must prove itself; 600 if not given.")
  private Long trialSeconds;

  TrustCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException {
    byte[] bytes = readRoot();
    for (String mirror : mirrors) {
      requireAddress(mirror);
    }
    requireTrial();
    Map<String, Object> feed = new LinkedHashMap<>();
    feed.put("schema", Status.SCHEMA);
    feed.put("mirrors", mirrors);
    Optional.ofNullable(trialSeconds).ifPresent(it -> feed.put("trialSeconds", it));
    Path folder = context.home().resolve("self/feed");
    try {
      write(folder, bytes, Json.line(feed) + "\n");
    } catch (IOException e) {
      throw failed(e.toString() + ".", ProblemCode.FILESYSTEM, "Set right what is named above.");
    }
    context
        .out()
        .println(
            "Releases come from the feed " + sha256.substring(0, 16) + ". Try `volta self check`.");
    return 0;
  }

  private byte[] readRoot() throws CommandException {
    try {
      byte[] bytes =
          PosixFileOps.read(root, MAX_ROOT_BYTES)
              .orElseThrow(() -> new IOException("it is larger than " + MAX_ROOT_BYTES + " bytes"));
      String found = hash(bytes);
      if (!found.equalsIgnoreCase(sha256)) {
        throw failed(
            "The SHA-256 of " + root + " is " + found + ", not what --sha256 says.",
            ProblemCode.SIGNATURE_INVALID,
            "Get both again from whoever publishes the feed, each another way.");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw failed("There is no " + root + ".", ProblemCode.ARGUMENTS, "Name a file.");
    } catch (IOException e) {
      throw failed(root + ": " + e.getMessage() + ".", ProblemCode.ARGUMENTS, "Name a file.");
    }
  }

  /** As the daemon takes them: whatever it refuses would be a feed that is never read. */
  static void requireAddress(String mirror) throws CommandException {
    String scheme = "";
    String host = "";
    boolean isFolder = false;
    try {
      URI address = new URI(mirror);
      scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      host = String.valueOf(address.getHost());
      isFolder = address.getRawQuery() == null && address.getRawFragment() == null;
    } catch (URISyntaxException noAddress) {
      // which is told as an address of another kind is
    }
    boolean isHere =
        host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    boolean isGood =
        switch (scheme) {
          case "https" -> !host.equals("null");
          case "file" -> mirror.startsWith("file:///");
          case "http" -> isHere;
          default -> false;
        };
    if (!isFolder || !isGood) {
      throw failed(
          "A mirror is a folder at https://, file:///, or http:// of this machine, not "
              + mirror
              + ".",
          ProblemCode.ARGUMENTS,
          "Copies of a feed for other machines need https, or a folder.");
    }
  }

  private void requireTrial() throws CommandException {
    if (trialSeconds != null && (trialSeconds < 0 || trialSeconds > MOST_TRIAL_SECONDS)) {
      throw failed(
          "A trial lasts 0 to " + MOST_TRIAL_SECONDS + " s, not " + trialSeconds + ".",
          ProblemCode.ARGUMENTS,
          "Leave --trial away: 600 s are meant for people.");
    }
  }

  /** The file that names the feed goes first and comes last: there is none, or a whole one. */
  private void write(Path folder, byte[] bytes, String feed) throws IOException {
    Files.createDirectories(folder);
    Path named = folder.resolve("feed.json");
    if (Files.exists(named)) {
      ops.delete(named);
      ops.sync(folder);
    }
    try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
      for (Path file : old) {
        ops.deleteTree(file);
      }
    }
    write(folder.resolve("1.root.json"), bytes);
    write(named, feed.getBytes(StandardCharsets.UTF_8));
  }

  private void write(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    ops.writeFile(fresh, content, Optional.empty());
    ops.sync(fresh);
    ops.replace(fresh, file);
    ops.sync(file.getParent());
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static CommandException failed(String why, ProblemCode code, String next) {
    return new CommandException(new Problem(COULD_NOT, why, code, next));
  }
}
