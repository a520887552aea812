/**
 * The services that OpenHTC provides itself when no external ones are configured: PostgreSQL, an S3
 * endpoint and an image registry. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"storage", "registry", "tls"})
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded;
