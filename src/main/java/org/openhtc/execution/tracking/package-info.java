/** The attempts of one host in memory, and the bounded workers that advance them. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.tracking;
