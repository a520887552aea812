/**
 * Folders in the object store, scoped credentials and presigned URLs. Only {@code storage.s3} uses
 * the AWS SDK. The operations of the API are in {@code endpoint}, the removal of files in {@code
 * removal}. Writes {@code storage_grant}, {@code folder_removal}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"region", "project", "task", "workspace"})
@org.jspecify.annotations.NullMarked
package org.openhtc.storage;
