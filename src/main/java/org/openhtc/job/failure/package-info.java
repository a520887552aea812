/** Why jobs failed: by cause, and what failed lately. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.failure;
