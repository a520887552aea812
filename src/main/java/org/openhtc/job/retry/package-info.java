/** The rules that decide which failed attempts are followed by another one. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.retry;
