/**
 * The one writer: migrations are asked for here, done one at a time on the thread {@code
 * voltad-jobs}, and leave an immutable state behind that everybody may read. No socket, no watch.
 */
package dev.voltad.daemon.job;
