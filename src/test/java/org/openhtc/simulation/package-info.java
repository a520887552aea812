/**
 * Simulated Docker engines: one process serves the API of any number of engines over HTTP on the
 * loopback interface, each on a port or Unix socket of its own. The containers of a simulated
 * engine are entries in memory, so that thousands of hosts fit on one machine. Tests start {@link
 * org.openhtc.simulation.SimulatedEngines} in their own process; benchmarks start {@code
 * org.openhtc.benchmark.SimulationProgram}.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.simulation;
