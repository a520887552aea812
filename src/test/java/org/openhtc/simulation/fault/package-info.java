/** The faults of simulated engines: which calls of which operation fail, and how. */
@org.jspecify.annotations.NullMarked
package org.openhtc.simulation.fault;
