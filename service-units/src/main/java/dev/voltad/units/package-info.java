/** Units for systemd and launchd, and how they are filled in. Writes and starts nothing. */
package dev.voltad.units;
