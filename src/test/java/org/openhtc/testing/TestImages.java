package org.openhtc.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.LoadResponseItem;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Assumptions;
import org.openhtc.region.Architecture;

/** Images for tests, built from Debian's static busybox without a registry. */
public final class TestImages {
  /**
   * Every busybox applet in /bin; CMD prints {@code default command}. Engines keep the image, so
   * the tag must be increased when the content changes.
   */
  public static final String BUSYBOX = "openhtc-test/busybox:2";

  /** The image of the first process of a pod, which collects orphans until it is stopped. */
  public static final String PAUSE = "openhtc-test/pause:1";

  private static final String ENTRYPOINT =
      """
      ,"Entrypoint":["sh","-c","trap 'exit 0' TERM; while true; do sleep 3600 & wait; done"]
      """;

  private static final String UNKNOWN_USER = "openhtc-test/unknown-user:1";
  private static final String FOREIGN = "openhtc-test/foreign:1";

  private static final String WITH_VOLUME = "openhtc-test/with-volume:2";
  private static final String VOLUME =
      """
      ,"Volumes":{"/data":{}},"StopSignal":"SIGUSR1",
       "Labels":{"org.openhtc.installation":"forged","org.openhtc.slot":"forged/1"},
       "Healthcheck":{"Test":["CMD","touch","/tmp/checked"],"Interval":1000000000}
      """;

  private TestImages() {}

  /**
   * Loads the image into the engine if it is not there; skips the test where no engine responds.
   *
   * @param engine such as {@code unix:///var/run/docker.sock}
   */
  public static String busybox(URI engine) {
    return loaded(engine, BUSYBOX, new BusyboxImage(BUSYBOX, Architecture.X86, ""));
  }

  /** The image {@link #BUSYBOX} as {@code docker save} writes it. */
  public static byte[] busyboxArchive() throws IOException {
    return new BusyboxImage(BUSYBOX, Architecture.X86, "").archive();
  }

  /** The layer of the image {@link #BUSYBOX}, as a tar archive. */
  public static byte[] busyboxLayer() throws IOException {
    return BusyboxImage.layer();
  }

  /** The image {@link #PAUSE} in the same format. */
  public static byte[] pauseArchive() throws IOException {
    return new BusyboxImage(PAUSE, Architecture.X86, ENTRYPOINT).archive();
  }

  /** An image whose containers can be created but not started. */
  public static String unknownUser(URI engine) {
    return loaded(
        engine,
        UNKNOWN_USER,
        new BusyboxImage(UNKNOWN_USER, Architecture.X86, ",\"User\":\"nosuch\""));
  }

  /**
   * An image with a volume {@code /data}, labels of OpenHTC, a stop signal other than SIGTERM, and
   * a health check each second that writes {@code /tmp/checked}.
   */
  public static String withVolume(URI engine) {
    return loaded(engine, WITH_VOLUME, new BusyboxImage(WITH_VOLUME, Architecture.X86, VOLUME));
  }

  /** An image whose architecture is AARCH64 by its configuration. */
  public static String foreign(URI engine) {
    return loaded(engine, FOREIGN, new BusyboxImage(FOREIGN, Architecture.AARCH64, ""));
  }

  /** A client for operations on the engine that bypass the code under test. */
  public static DockerClient client(URI engine) {
    var configuration =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(engine.toString())
            .withDockerTlsVerify(false)
            .build();
    return DockerClientImpl.getInstance(
        configuration, new ApacheDockerHttpClient.Builder().dockerHost(engine).build());
  }

  private static String loaded(URI engine, String name, BusyboxImage image) {
    try (DockerClient client = client(engine)) {
      Assumptions.assumeTrue(isReachable(client), "skipped: no Docker engine at " + engine);
      try {
        client.inspectImageCmd(name).exec();
      } catch (NotFoundException notYet) {
        load(client, image.archive());
      }
      return name;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether an engine responds there. */
  static boolean isReachable(URI engine) {
    try (DockerClient client = client(engine)) {
      return isReachable(client);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isReachable(DockerClient client) {
    try {
      client.pingCmd().exec();
      return true;
    } catch (RuntimeException noResponse) {
      return false;
    }
  }

  private static void load(DockerClient client, byte[] archive) {
    try {
      client
          .loadImageAsyncCmd(new ByteArrayInputStream(archive))
          .exec(new ResultCallback.Adapter<LoadResponseItem>())
          .awaitCompletion();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
