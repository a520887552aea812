package org.openhtc.registry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.registry.token.Access;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads tags, manifests and architectures from the registry. Every method throws an ApiException
 * with status 503 while the registry is unavailable.
 */
@Component
class RegistryReader {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String UNKNOWN = "unknown";
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"?next\"?");

  private final RegistryClient registry;

  RegistryReader(RegistryClient registry) {
    this.registry = registry;
  }

  /** The tags of a repository; none when nothing was ever pushed there. */
  List<String> tags(String repository) {
    List<String> tags = new ArrayList<>();
    Optional<String> path = Optional.of(repository + "/tags/list?n=1000");
    while (path.isPresent()) {
      HttpResponse<byte[]> response = get(path.get(), repository, "application/json");
      if (response.statusCode() != 200) {
        return tags;
      }
      JSON.readTree(response.body()).path("tags").forEach(tag -> tags.add(tag.asString()));
      path = next(response);
    }
    return tags;
  }

  /**
   * The manifest of a tag or digest; empty when there is none.
   *
   * @param reference tag or digest
   */
  Optional<Manifest> manifest(String repository, String reference) {
    HttpResponse<byte[]> response =
        get(repository + "/manifests/" + reference, repository, Manifest.ACCEPT);
    return response.statusCode() == 200
        ? Optional.of(Manifest.of(response.body()))
        : Optional.empty();
  }

  /**
   * The image's architecture by the registry's name, such as {@code amd64}; {@link #UNKNOWN} when
   * the configuration, which users may push with any content, does not contain one.
   */
  String architecture(String repository, String configuration) {
    HttpResponse<byte[]> response =
        get(repository + "/blobs/" + configuration, repository, "application/json");
    return response.statusCode() == 200 ? architecture(response.body()) : UNKNOWN;
  }

  /** Reads only this one property: a tree of the whole could need many times its memory. */
  private static String architecture(byte[] configuration) {
    try {
      return Optional.ofNullable(JSON.readValue(configuration, Configuration.class))
          .map(Configuration::architecture)
          .orElse(UNKNOWN);
    } catch (JacksonException notAnImageConfiguration) {
      return UNKNOWN;
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Configuration(@Nullable String architecture) {}

  private HttpResponse<byte[]> get(String path, String repository, String accept) {
    return registry.send(
        registry
            .request(path, Access.to(repository, Access.PULL))
            .header("Accept", accept)
            .GET()
            .build());
  }

  private static Optional<String> next(HttpResponse<byte[]> response) {
    Matcher link = NEXT.matcher(response.headers().firstValue("Link").orElse(""));
    return link.find() ? Optional.of(link.group(1)) : Optional.empty();
  }
}
