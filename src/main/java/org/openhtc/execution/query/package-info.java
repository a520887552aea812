/** Reads from the engines of hosts for other modules: logs and the number of containers. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.query;
