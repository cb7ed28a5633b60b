package dev.voltad.protocol;

/**
 * One thing that decides whether the home is migrated or repaired now.
 *
 * @param id for example {@code held-back}
 * @param open whether it lets the work go on
 * @param value what was found, in words
 */
public record Gate(String id, boolean open, String value) {}
