/**
 * Projects, the access to them, and the limits and restrictions of their jobs. Writes {@code
 * project}, {@code project_limit}, {@code project_dimension}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"region", "host", "host :: published", "workspace"})
@org.jspecify.annotations.NullMarked
package org.openhtc.project;
