/** Which regions exist and are enabled. Writes {@code region}. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.region;
