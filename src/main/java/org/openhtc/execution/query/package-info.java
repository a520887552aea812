/** What other modules read from hosts: logs and the number of containers. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.query;
