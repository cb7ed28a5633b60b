/**
 * A client of The Update Framework (TUF, specification 1.0.34): which files of a feed are the
 * publisher's and current, however hostile the way they came. Design and rules:
 * docs/update-trust.md.
 *
 * <p>Roles and documents are values; the network ({@code Transport}), the folder ({@code
 * StoreFiles}) and the clock are edges. Nothing here knows what the files are for, nothing of ours
 * is used, and no library but jackson-core.
 */
package dev.voltad.daemon.trust;
