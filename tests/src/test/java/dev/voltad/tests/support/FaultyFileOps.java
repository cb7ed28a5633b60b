package dev.voltad.tests.support;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.PosixFileOps;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The real disk, until a given call. Calls are counted from 1. Once it has killed, every further
 * call is killed too, as nothing happens after a death.
 */
public final class FaultyFileOps implements FileOps {
  private static final int BLOCK = 4096;

  private enum Fault {
    NONE,
    /** Dies; the call is not done. What died after call N is what dies before call N + 1. */
    KILL_BEFORE,
    /** Dies; half of the call is done, if it can be. */
    KILL_WITHIN,
    /** This one call fails. */
    ERROR,
    /** The disk is full from this call on, but for what is given back. */
    FULL
  }

  private final PosixFileOps disk = new PosixFileOps();
  private final Fault fault;
  private final int at;
  private int calls;
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

  public static FaultyFileOps killedBefore(int call) {
    return new FaultyFileOps(Fault.KILL_BEFORE, call);
  }

  /** In the middle of the N-th of those calls that have a middle: {@link #divisibleCalls}. */
  public static FaultyFileOps killedWithin(int divisibleCall) {
    return new FaultyFileOps(Fault.KILL_WITHIN, divisibleCall);
  }

  /** The call fails with an input/output error; those after it do not. */
  public static FaultyFileOps failing(int call) {
    return new FaultyFileOps(Fault.ERROR, call);
  }

  /** From that call on there is no space, but what deleting files gives back. */
  public static FaultyFileOps fullFrom(int call) {
    return new FaultyFileOps(Fault.FULL, call);
  }

  /** How many calls there were. */
  public int calls() {
    return calls;
  }

  /** How many of the calls can be half done: writing a file, deleting a tree. */
  public int divisibleCalls() {
    return divisible;
  }

  private interface Half {
    void run() throws IOException;
  }

  private void call(Path path, long blocks) throws IOException {
    calls++;
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
    disk.replace(from, to);
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
  public void delete(Path path) throws IOException {
    call(path, 0);
    boolean isFile = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    long given = isFile ? blocks(Files.size(path)) : 1;
    disk.delete(path);
    free += fault == Fault.FULL && calls >= at ? given : 0;
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
