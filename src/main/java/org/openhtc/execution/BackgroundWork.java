package org.openhtc.execution;

/** Runs work concurrently to its caller; a test may run it in place instead. */
@FunctionalInterface
public interface BackgroundWork {
  /**
   * @param name of the thread, for the log
   */
  void start(String name, Runnable work);

  /** One virtual thread for each piece of work. */
  static BackgroundWork onVirtualThreads() {
    return (name, work) -> Thread.ofVirtual().name(name).start(work);
  }
}
