package org.openhtc.execution.dockerjava;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import java.time.Duration;
import org.openhtc.execution.http.HttpConnections;

/** Makes clients of docker-java. */
public final class DockerJava {
  private DockerJava() {}

  /**
   * A client whose calls use connections of {@code http}, which its owner closes.
   *
   * @param endpoint the engine's address, in messages
   * @param longestCall the time limit of the longest call; the caller ends other calls sooner
   */
  public static DockerClient client(
      String endpoint, RemoteApiVersion version, HttpConnections http, Duration longestCall) {
    return DockerClientImpl.getInstance(
        DockerJavaConfig.of(endpoint, version), new DockerJavaTransport(http, longestCall));
  }
}
