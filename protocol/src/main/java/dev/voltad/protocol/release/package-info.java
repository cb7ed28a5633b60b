/**
 * The release tree: what is in it, and whether it still is what was released. Nothing here knows
 * where a tree comes from or which one is in use.
 */
package dev.voltad.protocol.release;
