/** Counts jobs: per task and group for clients, per project and region for module metrics. */
@org.springframework.modulith.NamedInterface("statistics")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.statistics;
