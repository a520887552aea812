/**
 * Folders in the object store, scoped credentials and presigned URLs. Only {@code storage.s3} uses
 * the AWS SDK. Writes {@code storage_grant}, {@code folder_removal}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"region", "project", "task", "workspace"})
@org.jspecify.annotations.NullMarked
package org.openhtc.storage;
