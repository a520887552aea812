/**
 * Projects, who may see or change them, and what their jobs are confined to. Writes {@code
 * project}, {@code project_dimension}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"region", "host", "workspace"})
@org.jspecify.annotations.NullMarked
package org.openhtc.project;
