package org.openhtc.launcher;

import java.io.IOException;
import java.nio.file.Path;
import org.openhtc.testing.Command;

/** Runs scripts in a copy of the project, with a home of its own and the JDK of the test. */
record Shell(Path project, Path home) {

  /** Returns the output; throws an {@code IOException} with the output if the script failed. */
  String run(String script) throws IOException {
    return Command.run(
        project,
        "env",
        "OPENHTC_HOME=" + home,
        "JAVA_HOME=" + System.getProperty("java.home"),
        "bash",
        "-ec",
        script);
  }
}
