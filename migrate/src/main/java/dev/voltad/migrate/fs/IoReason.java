package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The system's own words for a failure, which Java has for some of them in a class's name only. */
public final class IoReason {
  private IoReason() {}

  /** Without the path, for example {@code Permission denied}. */
  public static String of(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    } else if (e instanceof FileAlreadyExistsException) {
      return "File exists";
    } else if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    } else if (e instanceof DirectoryNotEmptyException) {
      return "Directory not empty";
    } else if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
