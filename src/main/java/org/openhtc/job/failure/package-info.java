/** Why jobs failed: by cause with the last lines of their logs, and what failed lately. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.failure;
