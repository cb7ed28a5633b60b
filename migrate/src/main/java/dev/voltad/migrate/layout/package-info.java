/** The layouts as data: their versions and their paths. No behaviour, no disk. */
package dev.voltad.migrate.layout;
