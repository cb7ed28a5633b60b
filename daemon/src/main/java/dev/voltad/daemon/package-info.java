/**
 * voltad: {@link dev.voltad.daemon.Daemon} is the architecture on one screen. The packages below
 * know nothing of each other but {@code job}, through which everything that changes a home goes.
 */
package dev.voltad.daemon;
