/**
 * The publisher of a feed: the program {@code feed}. It makes the folder of static files that
 * {@code daemon.trust} verifies, and never decides anything that its client does not check:
 * docs/publishing.md.
 *
 * <p>Documents, channels and signatures are values; the one door to the disk is {@code FeedDisk}.
 * No network, and no other process.
 */
package dev.voltad.feed;
