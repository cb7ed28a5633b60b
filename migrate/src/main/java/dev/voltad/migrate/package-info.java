/**
 * Layout migrations of a Volta home, and the program {@code volta-migrate}. {@link
 * dev.voltad.migrate.Migrator} tells the story; nothing here needs the network or the daemon.
 */
package dev.voltad.migrate;
