/**
 * Backups of an installation with its embedded services, and their restoration: commands, not part
 * of the running service. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"embedded"})
@org.jspecify.annotations.NullMarked
package org.openhtc.backup;
