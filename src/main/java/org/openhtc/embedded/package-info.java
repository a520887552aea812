/**
 * The parts that a service without configuration brings along: PostgreSQL, an S3 endpoint and an
 * image registry. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"storage", "registry"})
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded;
