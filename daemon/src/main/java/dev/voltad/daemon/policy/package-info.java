/**
 * Whether, which and when a release is taken: functions of values, told with every reason. Here is
 * no disk, no network, no clock and no randomness; who calls brings what was found, and does what
 * was decided. Formats of files belong to those who read them.
 */
package dev.voltad.daemon.policy;
