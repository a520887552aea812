/**
 * Server-sent events: their format, the lifetime of a stream, and the number of streams per caller.
 * The modules that send events define the content. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.stream;
