/**
 * Projects, who may see or change them, what their jobs may use and what they are confined to.
 * Writes {@code project}, {@code project_limit}, {@code project_dimension}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"region", "host", "workspace"})
@org.jspecify.annotations.NullMarked
package org.openhtc.project;
