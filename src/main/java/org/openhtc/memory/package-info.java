/**
 * One budget of memory for all work of this process whose size a client determines. Writes no
 * table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.memory;
