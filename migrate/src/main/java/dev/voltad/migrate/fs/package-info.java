/**
 * The edge to the disk: the one door that changes a home ({@link dev.voltad.migrate.fs.FileOps}),
 * the lock, and the few system calls that Java lacks. Nothing here knows what a layout is.
 */
package dev.voltad.migrate.fs;
