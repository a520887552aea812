/** The interface to container engines; independent of Docker and of the database. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.engine;
