/**
 * Decides which submitted jobs are admitted and which waiting jobs start on which host. Writes no
 * table: what it decides is written by {@code job}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "job",
      "job :: queue",
      "host",
      "region",
      "project",
      "workspace",
      "lease"
    })
@org.jspecify.annotations.NullMarked
package org.openhtc.scheduling;
