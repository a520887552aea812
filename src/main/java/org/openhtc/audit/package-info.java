/** Who changed what: a record of every changing request. Writes {@code audit_entry}. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.audit;
