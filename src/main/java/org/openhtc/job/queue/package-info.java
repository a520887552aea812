/** The jobs that wait for a host, and their placement: what module {@code scheduling} may call. */
@org.springframework.modulith.NamedInterface("queue")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.queue;
