/**
 * Metrics for a monitoring system, in the text format of Prometheus: {@code /htc/metrics} of a
 * workspace, and gauges of the installation for {@code /actuator/prometheus}, where the other
 * modules publish their own meters. Keeps the figures of each region as a time series. Writes
 * {@code region_point}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "job",
      "job :: ledger",
      "job :: queue",
      "job :: series",
      "job :: statistics",
      "host",
      "lease",
      "region",
      "scheduling"
    })
@org.jspecify.annotations.NullMarked
package org.openhtc.metrics;
