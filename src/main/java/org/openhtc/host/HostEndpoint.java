package org.openhtc.host;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;

/** Checks how an administrator says that a host is reached. */
final class HostEndpoint {
  private HostEndpoint() {}

  /**
   * @throws ApiException 400 unless it is {@code unix:///path} or {@code tcp://host:port}
   */
  static URI parse(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      if (isSocket(uri) || isAddress(uri)) {
        return uri;
      }
    } catch (java.net.URISyntaxException e) {
      // told below
    }
    throw ApiException.invalid(
        "endpoint '%s' is neither unix:///path nor tcp://host:port.".formatted(endpoint));
  }

  /**
   * @param directory null or empty for an engine without TLS
   * @throws ApiException 400 unless it is an absolute path, beside an address
   */
  static @Nullable Path tlsDirectory(URI endpoint, @Nullable String directory) {
    if (directory == null || directory.isEmpty()) {
      return null;
    }
    if (isSocket(endpoint)) {
      throw ApiException.invalid(
          "tlsDirectory '%s' does not go with the socket %s.".formatted(directory, endpoint));
    }
    try {
      Path path = Path.of(directory);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // told below
    }
    throw ApiException.invalid("tlsDirectory '%s' is no absolute path.".formatted(directory));
  }

  private static boolean isSocket(URI uri) {
    String path = uri.getPath();
    return "unix".equals(uri.getScheme())
        && uri.getRawAuthority() == null
        && path != null
        && path.length() > 1;
  }

  /** No user or password: engines don't ask for any, and it would be shown again. */
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
