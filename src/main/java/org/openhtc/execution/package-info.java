/**
 * Runs assigned jobs on container engines: one agent per host starts, watches and removes the
 * containers, enforces deadlines and archives logs. Writes no table.
 *
 * <p>Each sub-package uses only those in its row. {@code root} is this package. {@code docker} and
 * {@code kubernetes} are in no row, because only Spring connects them with the others.
 *
 * <pre>
 * engine   uses root
 * http     uses nothing
 * output   uses engine
 * cgroup   uses engine
 * dockerjava uses http
 * firewall uses engine
 * kubernetes uses root, engine, http
 * docker   uses root, engine, http, dockerjava, output, cgroup, firewall
 * image    uses root, engine
 * slot     uses root, engine
 * log      uses root, engine
 * fitness  uses engine, slot
 * attempt  uses root, engine, image, slot, log, fitness
 * tracking uses root, engine, image, slot, log, fitness, attempt
 * host     uses root, engine, image, slot, fitness, attempt, tracking
 * query    uses root, engine, log, host
 * </pre>
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "job",
      "job :: assignment",
      "job :: log",
      "job :: tracing",
      "host",
      "auth",
      "registry",
      "storage",
      "region",
      "lease"
    })
@org.jspecify.annotations.NullMarked
package org.openhtc.execution;
