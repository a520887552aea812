/** Runs one attempt of a job on a host, step by step. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.attempt;
