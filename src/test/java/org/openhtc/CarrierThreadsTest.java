package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.Timeouts;

class CarrierThreadsTest {
  private static final Duration WAIT = Duration.ofMillis(100);

  /** Longer than the test. */
  private static final Duration UNUSED_WAIT = Duration.ofMinutes(10);

  private static final String TWO_CARRIERS = "-Djdk.virtualThreadScheduler.parallelism=2";

  @Test
  void threadsThatWaitForAClassDoNotStopTheOthers() throws Exception {
    assertThat(exitCode(UNUSED_WAIT, 4)).isZero();
  }

  @Test
  void carriersAreAddedWhileNoVirtualThreadRuns() throws Exception {
    assertThat(exitCode(WAIT, 20, TWO_CARRIERS)).isZero();
  }

  @Test
  void processWhoseVirtualThreadsDoNotRunEnds() throws Exception {
    assertThat(exitCode(WAIT, 300)).isEqualTo(VirtualThreadWatch.STUCK);
  }

  /**
   * @param wait of the watch
   * @param waiting threads, each of which keeps its carrier
   */
  private static int exitCode(Duration wait, int waiting, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:ActiveProcessorCount=2");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    command.addAll(List.of(wait.toString(), Integer.toString(waiting)));
    Process program = new ProcessBuilder(command).inheritIO().start();
    try {
      assertThat(program.waitFor(Timeouts.STEP.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return program.exitValue();
    } finally {
      program.destroyForcibly();
    }
  }

  /** Ends when a class is initialized, for which another virtual thread has to run. */
  static final class Program {
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch MAY_END = new CountDownLatch(1);

    private Program() {}

    public static void main(String[] words) throws InterruptedException {
      CarrierThreads.provide();
      VirtualThreadWatch.start(Duration.parse(words[0]));
      List<Thread> threads = new ArrayList<>();
      threads.add(Thread.startVirtualThread(Slow::use));
      BEGUN.await();
      for (int n = 0; n < Integer.parseInt(words[1]); n++) {
        threads.add(Thread.startVirtualThread(Slow::use));
      }
      threads.add(Thread.startVirtualThread(MAY_END::countDown));
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** Its initialization waits for a virtual thread. */
  private static final class Slow {
    static {
      Program.BEGUN.countDown();
      try {
        Program.MAY_END.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    static void use() {}
  }
}
