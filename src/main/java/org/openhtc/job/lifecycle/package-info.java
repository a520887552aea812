/**
 * What a job's status is and how it changes. Only this package contains SQL that changes a status:
 * {@code JobTransitions} decides for single jobs, {@code TailWriter} and {@code PlacementWriter}
 * change many at once.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.lifecycle;
