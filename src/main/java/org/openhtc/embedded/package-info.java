/**
 * The parts that a service without configuration brings along: PostgreSQL and an S3 endpoint.
 * Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"storage"})
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded;
