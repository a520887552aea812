/** Time series, kept per minute: the counts of a task, and what other modules keep in this form. */
@org.springframework.modulith.NamedInterface("series")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.series;
