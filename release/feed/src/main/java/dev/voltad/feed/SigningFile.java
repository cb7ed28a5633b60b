package dev.voltad.feed;

import dev.voltad.daemon.trust.Fields;
import dev.voltad.daemon.trust.Hashes;
import dev.voltad.daemon.trust.JsonText;
import dev.voltad.daemon.trust.JsonValue;
import dev.voltad.daemon.trust.JsonValue.JsonList;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is carried to the machine of a key and back: the documents that wait, what they replace, and
 * the channel files that they name, so that it can be said there what is signed.
 *
 * @param feed the id of the feed: the first 16 hexadecimal digits of the SHA-256 of its first root
 * @param files channel files, by their SHA-256
 */
record SigningFile(String feed, List<Item> items, Map<String, byte[]> files) {
  private static final int SCHEMA = 1;

  /**
   * One document.
   *
   * @param before what it replaces
   * @param signers who may sign it
   */
  record Item(Metadata document, Metadata before, RoleKeys signers) {}

  SigningFile {
    items = List.copyOf(items);
    files = Map.copyOf(files);
  }

  static SigningFile parse(byte[] bytes) throws IOException, TrustException {
    if (!(JsonText.read(bytes) instanceof JsonObject object)) {
      throw new IOException("not a file that was exported: no object");
    }
    Fields fields = new Fields("file", "file", object);
    if (fields.number("schema", 1) != SCHEMA) {
      throw new IOException("exported by a newer version of this program");
    }
    List<Item> items = new ArrayList<>();
    for (Fields item : fields.objects("documents")) {
      items.add(item(item));
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    Fields texts = fields.object("files");
    for (String hash : texts.object().fields().keySet()) {
      byte[] text = String.join("\n", texts.texts(hash)).getBytes(StandardCharsets.UTF_8);
      if (!Hashes.sha256(text).equals(hash)) {
        throw new IOException("a channel file in it was changed: " + hash);
      }
      files.put(hash, text);
    }
    return new SigningFile(fields.text("feed"), items, files);
  }

  private static Item item(Fields item) throws TrustException {
    String role = item.text("role");
    Map<String, TrustKey> keys = RoleKeys.parseAll(item.object("keys"));
    byte[] document = JsonText.write(item.object("document").object());
    byte[] before = JsonText.write(item.object("before").object());
    return new Item(
        Metadata.parse(role, document), Metadata.parse(role, before), new RoleKeys(1, keys));
  }

  /** The summary comes first, for who opens the file with any viewer. */
  byte[] bytes() throws IOException, TrustException {
    List<JsonValue> documents = new ArrayList<>();
    for (Item item : items) {
      JsonObject keys = JsonObject.EMPTY;
      for (Map.Entry<String, TrustKey> key : item.signers().keys().entrySet()) {
        keys = keys.with(key.getKey(), key.getValue().toJson());
      }
      documents.add(
          JsonObject.EMPTY
              .with("role", item.document().role())
              .with("sha256", Hashes.sha256(item.document().message()))
              .with("keys", keys)
              .with("document", JsonText.read(item.document().bytes()))
              .with("before", JsonText.read(item.before().bytes())));
    }
    JsonObject texts = JsonObject.EMPTY;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String text = new String(file.getValue(), StandardCharsets.UTF_8);
      texts = texts.with(file.getKey(), JsonList.ofTexts(List.of(text.split("\n", -1))));
    }
    return JsonText.write(
        JsonObject.EMPTY
            .with("schema", SCHEMA)
            .with("feed", feed)
            .with("summary", JsonList.ofTexts(summary()))
            .with("documents", new JsonList(documents))
            .with("files", texts));
  }

  /** In words, made from the documents; with the hash of what each signature is of. */
  List<String> summary() throws IOException, TrustException {
    List<String> lines = new ArrayList<>();
    lines.add("feed " + feed);
    for (Item item : items) {
      lines.addAll(
          Summary.of(item.before(), item.document(), hash -> Optional.ofNullable(files.get(hash))));
      lines.add("  signed is sha256 " + Hashes.sha256(item.document().message()));
    }
    return lines;
  }

  /** With the signatures that some keys can give. */
  SigningFile signed(KeyRing keys) {
    List<Item> signed = new ArrayList<>();
    for (Item item : items) {
      Metadata document = keys.sign(item.document(), List.of(item.signers()));
      signed.add(new Item(document, item.before(), item.signers()));
    }
    return new SigningFile(feed, signed, files);
  }
}
