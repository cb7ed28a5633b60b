package dev.voltad.migrate.plan;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One thing in a home that cannot be used as it is. It was kept, it blocks nothing, and a person
 * should hear of it.
 *
 * @param path home-relative, for example {@code tools/user/packages/semver.json}
 * @param reason what is wrong with it, in one line, for example {@code not valid JSON}
 * @param next one act or command that helps
 */
public record Finding(Path path, String reason, String next) {
  public Finding {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(next, "next");
  }
}
