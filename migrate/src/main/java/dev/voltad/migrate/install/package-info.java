/**
 * The releases of this product inside a home, and whose programs are in {@code bin/}:
 * docs/release.md. Each change is one rename that is done or not, so a run that was killed is
 * simply run again.
 */
package dev.voltad.migrate.install;
