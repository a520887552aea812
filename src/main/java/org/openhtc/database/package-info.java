/**
 * The connections to PostgreSQL: separate pools for requests, for the service's own work and for
 * statements that must not wait, each with limits for every wait. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.database;
