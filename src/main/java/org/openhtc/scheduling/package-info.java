/** Admission, the queue, placement on hosts and who leads a region. Writes {@code lease}. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"job", "host", "region", "project", "workspace", "lease"})
@org.jspecify.annotations.NullMarked
package org.openhtc.scheduling;
