/**
 * Forwards the events that wake loops to the other processes of the installation, by {@code NOTIFY}
 * of PostgreSQL. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"job", "host", "workspace", "lease", "database"})
@org.jspecify.annotations.NullMarked
package org.openhtc.notification;
