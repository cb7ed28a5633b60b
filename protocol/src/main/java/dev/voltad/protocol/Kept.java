package dev.voltad.protocol;

/**
 * Something in a home that cannot be used as it is and was kept.
 *
 * @param path relative to the home
 * @param reason what is wrong with it
 * @param next what helps
 */
public record Kept(String path, String reason, String next) {}
