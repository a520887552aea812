/**
 * The audit trail: one entry for each request that may change something or issues credentials.
 * Writes {@code audit_entry}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.audit;
