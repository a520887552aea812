/** Counts jobs: by status for clients, by project and region for metrics. */
@org.springframework.modulith.NamedInterface("statistics")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.statistics;
