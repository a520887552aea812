/**
 * Decides which submitted jobs are admitted and which waiting jobs start on which host. Writes no
 * table: what it decides is written by {@code job}.
 *
 * <p>This package runs the ticks: it reads what a tick needs, and has the decisions written. {@code
 * plan} has the rules, as pure functions. {@code ahead} has the jobs that are placed ahead.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "job",
      "job :: queue",
      "job :: forecast",
      "host",
      "region",
      "project",
      "workspace",
      "workspace :: limit",
      "lease"
    })
@org.jspecify.annotations.NullMarked
package org.openhtc.scheduling;
