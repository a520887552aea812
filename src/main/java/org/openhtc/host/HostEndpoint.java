package org.openhtc.host;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;

/** Checks the endpoint and TLS directory in a request of an administrator. */
final class HostEndpoint {
  private HostEndpoint() {}

  /**
   * Parses an endpoint.
   *
   * @throws ApiException 400 unless it is {@code unix:///path}, {@code tcp://host:port}, {@code
   *     kubernetes:///path} or {@code kubernetes://in-cluster}
   */
  static URI parse(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      if (isSocket(uri) || isAddress(uri) || isCluster(uri)) {
        return uri;
      }
    } catch (java.net.URISyntaxException e) {
      // reported below
    }
    throw ApiException.invalid(
        "endpoint '%s' is neither unix:///path, tcp://host:port, kubernetes:///path/to/kubeconfig nor kubernetes://in-cluster."
            .formatted(endpoint));
  }

  /**
   * Parses a TLS directory; null for an engine without TLS.
   *
   * @param directory null or empty for an engine without TLS
   * @throws ApiException 400 when it is not an absolute path, or the endpoint is a socket
   */
  static @Nullable Path tlsDirectory(URI endpoint, @Nullable String directory) {
    if (directory == null || directory.isEmpty()) {
      return null;
    }
    if (isSocket(endpoint) || isCluster(endpoint)) {
      throw ApiException.invalid(
          "tlsDirectory '%s' cannot be used with the endpoint %s.".formatted(directory, endpoint));
    }
    try {
      Path path = Path.of(directory);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // reported below
    }
    throw ApiException.invalid("tlsDirectory '%s' is not an absolute path.".formatted(directory));
  }

  private static boolean isSocket(URI uri) {
    String path = uri.getPath();
    return "unix".equals(uri.getScheme())
        && uri.getRawAuthority() == null
        && path != null
        && path.length() > 1;
  }

  /**
   * Checks that only a cluster has a place.
   *
   * @throws ApiException 400 when a Docker engine has one
   */
  static @Nullable ClusterPlace place(URI endpoint, @Nullable ClusterPlace place) {
    if (place != null && !isCluster(endpoint)) {
      throw ApiException.invalid(
          "kubernetes cannot be used with the endpoint %s.".formatted(endpoint));
    }
    return place;
  }

  private static boolean isCluster(URI uri) {
    String path = uri.getPath();
    boolean isFile = uri.getRawAuthority() == null && path != null && path.length() > 1;
    boolean isOwn =
        Host.Kind.IN_CLUSTER.equals(uri.getRawAuthority()) && (path == null || path.isEmpty());
    return Host.Kind.of(uri) == Host.Kind.KUBERNETES && (isFile || isOwn);
  }

  /** Rejects a user or password: engines do not use them, and responses would contain them. */
  private static boolean isAddress(URI uri) {
    return "tcp".equals(uri.getScheme())
        && uri.getHost() != null
        && uri.getPort() > 0
        && uri.getPort() < 65536
        && uri.getRawUserInfo() == null
        && uri.getRawPath().isEmpty()
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }
}
