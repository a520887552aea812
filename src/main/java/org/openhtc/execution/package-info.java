/**
 * Runs placed jobs on Docker hosts: one agent per host, deadlines, logs, reaping; {@code
 * execution.docker} alone knows docker-java. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "job",
      "job :: assignment",
      "job :: log",
      "host",
      "auth",
      "registry",
      "storage",
      "region",
      "lease"
    })
@org.jspecify.annotations.NullMarked
package org.openhtc.execution;
