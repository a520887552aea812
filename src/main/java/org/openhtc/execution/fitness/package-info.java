/** Decides by evidence whether a failure is the fault of the job or of its host. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.fitness;
