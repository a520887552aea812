/** Network namespaces of a host that its jobs use one after another, and their slots. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.slot;
