/**
 * The plan on disk, and doing or undoing it from there ({@code docs/layouts.md}, section 5). Knows
 * operations, not layouts.
 */
package dev.voltad.migrate.journal;
