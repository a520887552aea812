/**
 * Tasks, their lifecycle and retention policies. Writes {@code task}, {@code
 * project_retention_policy}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"project", "workspace", "lease"})
@org.jspecify.annotations.NullMarked
package org.openhtc.task;
