package org.openhtc.execution.fitness;

/** What a test container has shown about its host. */
public sealed interface TestResult {
  /** It started, ran, and was stopped. */
  record Passed() implements TestResult {}

  /**
   * It could not be started, or did not run.
   *
   * @param problem a clause for the administrator, with the engine's message
   */
  record Failed(String problem) implements TestResult {}
}
