/** Projects and who may see or change them. Writes {@code project}. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"region", "host", "workspace"})
@org.jspecify.annotations.NullMarked
package org.openhtc.project;
