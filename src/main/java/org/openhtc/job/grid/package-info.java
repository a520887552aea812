/** The state of every job of a task in a compact form, for pictures of all jobs. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.grid;
