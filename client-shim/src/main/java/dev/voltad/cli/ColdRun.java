package dev.voltad.cli;

import java.nio.file.Path;

/**
 * A run of a tool that its shim could not do; names are as Java reads them, so only good to show.
 *
 * @param home the home
 * @param subject what it is about; see {@link ColdCase}
 * @param detail more about it, or empty
 * @param tool the name that the shim was called by
 */
record ColdRun(Path home, String subject, String detail, String tool) {}
