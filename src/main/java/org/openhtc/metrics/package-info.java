/** Metrics for a monitoring system, in the text format of Prometheus. Writes no table. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "job",
      "job :: queue",
      "job :: statistics",
      "host",
      "region",
      "scheduling"
    })
@org.jspecify.annotations.NullMarked
package org.openhtc.metrics;
