/** Sees that a home has changed and asks for a look at it. Decides nothing. */
package dev.voltad.daemon.watch;
