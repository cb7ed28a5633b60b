/**
 * Takes releases from a feed: fetches, tries, activates, hands over, commits, and takes back what
 * does not prove itself, with the layout. docs/updates.md.
 */
package dev.voltad.daemon.update;
