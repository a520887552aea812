package org.openhtc.benchmark;

import java.util.Collections;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.simulation.SimulatedProgram;

/**
 * Runs simulated engines as a process of their own. Prints the address of the control server on its
 * first line, and ends when its standard input ends, so that it never outlives the benchmark.
 *
 * <p>Arguments: {@code --engines}, {@code --vcpus}, {@code --memory-mib}, {@code --image}, {@code
 * --run} and {@code --start} (durations such as {@code 300s}), {@code --latency}, {@code
 * --exit-code}, {@code --lines} (of output).
 */
final class SimulationProgram {
  private SimulationProgram() {}

  public static void main(String[] words) throws Exception {
    Arguments arguments = Arguments.of(words);
    SimulatedProgram program =
        SimulatedProgram.endsAfter(arguments.duration("run"), arguments.number("exit-code", 0))
            .printing(Collections.nCopies(arguments.number("lines", 0), "a line of output"));
    EngineSettings settings =
        EngineSettings.holding(arguments.text("image", "busybox:1"))
            .vcpus(arguments.number("vcpus", 64))
            .memoryMib(arguments.number("memory-mib", 256 << 10))
            .latency(arguments.duration("latency"))
            .startTime(arguments.duration("start"))
            .program(program)
            .withoutRecordOfStarts();
    try (SimulatedEngines engines =
        SimulatedEngines.start(arguments.number("engines", 1), settings)) {
      System.out.println(engines.control());
      while (System.in.read() >= 0) {
        // the benchmark writes nothing; its end closes the stream
      }
    }
  }
}
