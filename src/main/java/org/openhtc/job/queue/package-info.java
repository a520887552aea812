/**
 * The jobs that wait for a host: their admission, their placement, and the reasons why they wait.
 * Module {@code scheduling} decides; this package reads and writes for it.
 */
@org.springframework.modulith.NamedInterface("queue")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.queue;
