/**
 * The command line {@code volta}: one class for each command, and what the native programs beside
 * it must agree on with the rest. Nothing here changes a home itself.
 */
package dev.voltad.cli;
