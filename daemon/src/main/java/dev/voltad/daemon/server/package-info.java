/**
 * The local API over a Unix socket. netty stays in here; handlers answer from the state and ask for
 * jobs, and never touch the disk.
 */
package dev.voltad.daemon.server;
