package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of known length and hash, onto the disk: {@code <to>.part} until it is whole and right,
 * then synced and renamed. What broke off is gone on with, by another mirror or in a later run;
 * what was refused is removed.
 *
 * @param to what is there is replaced, unless it is the wanted file already
 */
record FileDownload(String name, long length, Hashes hashes, Path to) {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final StoreFiles DISK = new StoreFiles.OnDisk();

  /** Where one mirror has it. */
  interface Place {
    URI on(Mirror mirror);
  }

  void from(Mirrors mirrors, Place place) throws TrustException {
    try {
      if (isWanted(to)) {
        return;
      }
      mirrors.first(
          (mirror, fetcher) -> {
            fetch(fetcher, place.on(mirror));
            return true;
          });
      finish();
    } catch (TrustException e) {
      if (e.kind().compareTo(Kind.SLOW) > 0) {
        removePart(e);
      }
      throw e;
    } catch (IOException e) {
      TrustException failure = TrustException.because(Kind.STORE, name, "cannot be written", e);
      removePart(failure);
      throw failure;
    }
  }

  private Path part() {
    return to.resolveSibling(to.getFileName() + ".part");
  }

  private void fetch(Fetcher fetcher, URI address) throws TrustException {
    try {
      long began = fetcher.rest(name, address, present(), length, this::open);
      if (!isWanted(part()) && began > 0) {
        // The beginning may be another file's, of a run before: once more, from the start.
        fetcher.rest(name, address, 0, length, this::open);
      }
      if (!isWanted(part())) {
        throw TrustException.of(Kind.MISMATCH, name, "its hash is not the promised one");
      }
    } catch (TrustException e) {
      throw e.asked(name, address.toString());
    } catch (IOException e) {
      throw TrustException.because(Kind.STORE, name, "cannot be written", e);
    }
  }

  /** How much is there to go on from; a whole file that is still called a part is a wrong one. */
  private long present() throws IOException {
    if (!Files.isRegularFile(part(), LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    long size = Files.size(part());
    return size < length ? size : 0;
  }

  private OutputStream open(long from) throws IOException {
    if (from == 0) {
      Files.deleteIfExists(part());
    }
    FileChannel channel =
        FileChannel.open(
            part(), StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
    channel.position(from);
    return Channels.newOutputStream(channel);
  }

  private boolean isWanted(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != length) {
      return false;
    }
    Hashes.Running running = hashes.start();
    byte[] block = new byte[BLOCK_BYTES];
    try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int n = stream.read(block); n >= 0; n = stream.read(block)) {
        running.update(block, n);
      }
    }
    return running.matches();
  }

  private void finish() throws IOException {
    try (FileChannel channel = FileChannel.open(part(), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    DISK.replace(part(), to);
    DISK.sync(to.toAbsolutePath().getParent());
  }

  private void removePart(TrustException cause) {
    try {
      Files.deleteIfExists(part());
    } catch (NoSuchFileException ignored) {
      // its folder is not there either
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
