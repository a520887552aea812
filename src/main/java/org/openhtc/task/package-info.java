/** Tasks and their lifecycle. Writes {@code task}. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"project"})
@org.jspecify.annotations.NullMarked
package org.openhtc.task;
