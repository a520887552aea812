package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The current context of a kubeconfig. Programs and plugins that would obtain credentials are not
 * run: a user that may write the file could run anything as the service.
 *
 * @param file to which its paths are relative
 */
record Kubeconfig(Path file, Map<?, ?> cluster, Map<?, ?> user) {

  /**
   * @throws EngineException.Refused if the file can't be used
   */
  static Kubeconfig read(Path file) {
    try {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      if (root instanceof Map<?, ?> config) {
        return current(file, config);
      }
      throw refused("%s is not a kubeconfig".formatted(file));
    } catch (IOException e) {
      throw refused("can't read " + file);
    } catch (YAMLException e) {
      throw refused("%s is not YAML".formatted(file));
    }
  }

  private static Kubeconfig current(Path file, Map<?, ?> config) {
    Map<?, ?> context = named(config, "context", text(config, "current-context"));
    Map<?, ?> user = named(config, "user", text(context, "user"));
    if (user.containsKey("exec") || user.containsKey("auth-provider")) {
      throw refused(
          "the kubeconfig runs a program to log in, which is not supported: use the token of a"
              + " service account");
    }
    return new Kubeconfig(file, named(config, "cluster", text(context, "cluster")), user);
  }

  /** The content of the entry of that name in the list of that kind. */
  private static Map<?, ?> named(Map<?, ?> config, String kind, @Nullable String name) {
    if (config.get(kind + "s") instanceof List<?> entries) {
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> map
            && Objects.equals(name, map.get("name"))
            && map.get(kind) instanceof Map<?, ?> content) {
          return content;
        }
      }
    }
    throw refused("the kubeconfig has no %s '%s'".formatted(kind, name));
  }

  private static @Nullable String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? null : value.toString();
  }

  /** The address of the API server. */
  URI server() {
    String server = text(cluster, "server");
    try {
      URI uri = URI.create(Objects.requireNonNullElse(server, ""));
      boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isHttp && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw refused("the kubeconfig's server '%s' is not the address of a server".formatted(server));
  }

  /** The certificates by which the server is recognised, in PEM; null for those of Java. */
  byte @Nullable [] authorities() {
    if (Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify"))) {
      throw refused("insecure-skip-tls-verify is not supported: jobs' secrets are sent there");
    }
    return content(cluster, "certificate-authority");
  }

  /** In PEM; null for none. */
  byte @Nullable [] clientCertificate() {
    return content(user, "client-certificate");
  }

  /** In PEM; null for none. */
  byte @Nullable [] clientKey() {
    return content(user, "client-key");
  }

  /** Null for none. */
  @Nullable String token() {
    return text(user, "token");
  }

  /** Null for none. */
  @Nullable Path tokenFile() {
    String name = text(user, "tokenFile");
    return name == null ? null : file.resolveSibling(name);
  }

  private byte @Nullable [] content(Map<?, ?> map, String key) {
    String data = text(map, key + "-data");
    String name = text(map, key);
    try {
      if (data != null) {
        return Base64.getMimeDecoder().decode(data);
      }
      return name == null ? null : Files.readAllBytes(file.resolveSibling(name));
    } catch (IllegalArgumentException e) {
      throw refused("the kubeconfig's %s-data is not base64".formatted(key));
    } catch (IOException e) {
      throw refused("can't read " + name);
    }
  }

  private static EngineException.Refused refused(String message) {
    return new EngineException.Refused(message);
  }

  /** Omits the credentials, so that they can't appear in a log. */
  @Override
  public String toString() {
    return "kubeconfig for " + text(cluster, "server");
  }
}
