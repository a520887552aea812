package org.openhtc.benchmark;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The baseline of the control plane: runs containers with just the four calls that each one needs
 * (create, start, logs, delete), on keep-alive connections, and reads their ends from the events.
 * Prints one line of JSON.
 *
 * <p>Arguments: {@code --engines} (addresses {@code tcp://127.0.0.1:port} with commas between
 * them), {@code --warm-up} (containers before the measurement), {@code --jobs}, {@code
 * --concurrency} (containers at once on each engine), {@code --image}.
 */
final class BareClient {
  private static final long PROGRESS_SECONDS = 5;

  private final EventLoop loop;
  private final int warmUp;
  private final int jobs;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private int taken;
  private int done;
  private volatile long startNanos = System.nanoTime();
  private volatile long startCpuNanos;

  private BareClient(EventLoop loop, int warmUp, int jobs) {
    this.loop = loop;
    this.warmUp = warmUp;
    this.jobs = jobs;
  }

  public static void main(String[] words) throws Exception {
    Arguments arguments = Arguments.of(words);
    int jobs = arguments.number("jobs", 10_000);
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    BareClient client = new BareClient(loops.next(), arguments.number("warm-up", 0), jobs);
    for (String engine : arguments.text("engines", "").split(",", -1)) {
      URI address = URI.create(engine);
      new BareHost(
              client,
              new InetSocketAddress(address.getHost(), address.getPort()),
              arguments.text("image", "busybox:1"),
              arguments.number("concurrency", 8))
          .open();
    }
    client.reportProgress();
    client.finished.get();
    double seconds = (System.nanoTime() - client.startNanos) / 1e9;
    System.out.printf(
        "{\"jobs\":%d,\"seconds\":%.1f,\"jobsPerSecond\":%.1f,\"cpuMillisPerJob\":%.3f}%n",
        jobs, seconds, jobs / seconds, (cpuNanos() - client.startCpuNanos) / 1e6 / jobs);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static long cpuNanos() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }

  private void reportProgress() {
    var _ =
        loop.scheduleAtFixedRate(
            () -> System.err.println("bare client: " + done + " containers"),
            PROGRESS_SECONDS,
            PROGRESS_SECONDS,
            TimeUnit.SECONDS);
  }

  EventLoop loop() {
    return loop;
  }

  /** The number of the next job; -1 if there is none. Called by the event loop. */
  int takeJob() {
    return taken == warmUp + jobs ? -1 : taken++;
  }

  /** Called by the event loop. */
  void jobEnded() {
    done++;
    if (done == warmUp) {
      startNanos = System.nanoTime();
      startCpuNanos = cpuNanos();
    }
    if (done == warmUp + jobs) {
      finished.complete(null);
    }
  }

  void failed(Throwable cause) {
    finished.completeExceptionally(cause);
  }
}
