/**
 * Server-sent events: how they are written, how long a stream lives, how many a caller may have.
 * What they tell is the affair of the modules that send them. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.stream;
