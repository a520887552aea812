/**
 * The output of containers, as an engine sends it. Memory is bounded for all that a job can print.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.output;
