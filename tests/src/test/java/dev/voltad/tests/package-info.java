/** What a user sees: whole programs on real homes, real kills, and rules about the sources. */
package dev.voltad.tests;
