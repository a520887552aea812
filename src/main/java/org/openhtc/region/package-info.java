/** The regions of the published API, and which of them are enabled. Writes {@code region}. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.region;
