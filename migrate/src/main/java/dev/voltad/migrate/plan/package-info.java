/**
 * What has to be done to a home, decided without touching it: snapshots, steps, plans. Pure
 * functions of plain values; no disk, no clock, no environment.
 */
package dev.voltad.migrate.plan;
