package dev.voltad.tests.support;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.PosixFileOps;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The real disk, until a given call. Calls are counted from 1. Once it has killed, every further
 * call is killed too, as nothing happens after a death.
 */
public final class FaultyFileOps implements FileOps {
  private static final int BLOCK = 4096;

  private enum Fault {
    NONE("unharmed"),
    /** The call is not done. Dying after call N is dying before call N + 1. */
    KILL_BEFORE("killed before call "),
    /** Half of the call is done. Only calls that have a middle are counted. */
    KILL_WITHIN("killed within divisible call "),
    /** This one call fails. */
    ERROR("error at call "),
    /** The disk is full from this call on, but for what is given back. */
    FULL("disk full from call ");

    private final String text;

    Fault(String text) {
      this.text = text;
    }
  }

  private final PosixFileOps disk = new PosixFileOps();
  private final Fault fault;
  private final int at;
  private int calls;
  private final BitSet spacious = new BitSet();
  private int divisible;
  private long free;

  private FaultyFileOps(Fault fault, int at) {
    this.fault = fault;
    this.at = at;
  }

  /** Never fails. */
  public static FaultyFileOps counting() {
    return new FaultyFileOps(Fault.NONE, 0);
  }

  /** Kills before every call of a clean run, and within every one that can be half done. */
  public static List<FaultyFileOps> everyKill(FaultyFileOps clean) {
    List<FaultyFileOps> all = new ArrayList<>(every(Fault.KILL_BEFORE, clean.calls));
    all.addAll(every(Fault.KILL_WITHIN, clean.divisible));
    return all;
  }

  /**
   * An error at every call of a clean run, and a full disk from every one on that takes space or
   * gives it back: from any other on it is the same as from the next.
   */
  public static List<FaultyFileOps> everyFailure(FaultyFileOps clean) {
    List<FaultyFileOps> all = new ArrayList<>(every(Fault.ERROR, clean.calls));
    clean.spacious.stream().forEach(at -> all.add(new FaultyFileOps(Fault.FULL, at)));
    return all;
  }

  private static List<FaultyFileOps> every(Fault fault, int calls) {
    return IntStream.rangeClosed(1, calls).mapToObj(at -> new FaultyFileOps(fault, at)).toList();
  }

  /** The same fault, from call 1. */
  public FaultyFileOps again() {
    return new FaultyFileOps(fault, at);
  }

  @Override
  public String toString() {
    return fault.text + at;
  }

  private interface Half {
    void run() throws IOException;
  }

  private void call(Path path, long blocks) throws IOException {
    calls++;
    spacious.set(calls, blocks > 0);
    if (fault == Fault.KILL_BEFORE && calls >= at || fault == Fault.KILL_WITHIN && isDead()) {
      throw new SimulatedKill();
    }
    if (fault == Fault.ERROR && calls == at) {
      throw new FileSystemException(path.toString(), null, "Input/output error");
    }
    if (fault == Fault.FULL && calls >= at && blocks > 0) {
      if (free < blocks) {
        throw new FileSystemException(path.toString(), null, "No space left on device");
      }
      free -= blocks;
    }
  }

  private boolean isDead() {
    return divisible >= at;
  }

  private void divisible(Half half) throws IOException {
    divisible++;
    if (fault == Fault.KILL_WITHIN && isDead()) {
      half.run();
      throw new SimulatedKill();
    }
  }

  private static long blocks(long bytes) {
    return 1 + bytes / BLOCK;
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    call(directory, 1);
    disk.createDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    call(from, 0);
    disk.move(from, to);
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    call(from, 0);
    long given = size(to);
    disk.replace(from, to);
    giveBack(given);
  }

  @Override
  public void createLink(Path link, Path target) throws IOException {
    call(link, 1);
    disk.createLink(link, target);
  }

  @Override
  public void hardLink(Path existing, Path second) throws IOException {
    call(second, 1);
    disk.hardLink(existing, second);
  }

  @Override
  public void writeFile(Path file, byte[] content, Optional<Set<PosixFilePermission>> mode)
      throws IOException {
    call(file, blocks(content.length));
    byte[] half = Arrays.copyOf(content, content.length / 2);
    divisible(() -> disk.writeFile(file, half, Optional.empty()));
    disk.writeFile(file, content, mode);
  }

  @Override
  public void copyFile(Path from, Path to) throws IOException {
    byte[] content = Files.readAllBytes(from);
    call(to, blocks(content.length));
    byte[] half = Arrays.copyOf(content, content.length / 2);
    divisible(() -> disk.writeFile(to, half, Optional.empty()));
    disk.copyFile(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    call(path, 0);
    long given = size(path);
    disk.delete(path);
    giveBack(given);
  }

  private static long size(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    boolean isFile = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    return isFile ? blocks(Files.size(path)) : 1;
  }

  private void giveBack(long blocks) {
    if (blocks > 0) {
      spacious.set(calls);
    }
    free += fault == Fault.FULL && calls >= at ? blocks : 0;
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    call(directory, 0);
    divisible(() -> deleteHalf(directory));
    disk.deleteTree(directory);
  }

  /** The deepest go first, as in the real one. */
  private void deleteHalf(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> paths = tree.sorted((a, b) -> b.compareTo(a)).toList();
      for (Path path : paths.subList(0, paths.size() / 2)) {
        disk.delete(path);
      }
    }
  }

  @Override
  public void sync(Path path) throws IOException {
    call(path, 0);
    disk.sync(path);
  }

  @Override
  public void syncFilesystem(Path path) throws IOException {
    call(path, 0);
    disk.syncFilesystem(path);
  }
}
