/**
 * The object store behind one interface; {@code storage.s3} alone knows the SDK. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"region", "project", "task"})
@org.jspecify.annotations.NullMarked
package org.openhtc.storage;
