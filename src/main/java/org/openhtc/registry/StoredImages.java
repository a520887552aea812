package org.openhtc.registry;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks the registry what it holds. Every method answers 503 while it can't tell. */
@Component
class StoredImages {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String UNTOLD = "unknown";
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"?next\"?");

  private final RegistryClient registry;

  StoredImages(RegistryClient registry) {
    this.registry = registry;
  }

  /** The tags of a repository; none when nothing was ever pushed there. */
  List<String> tags(String repository) {
    List<String> tags = new ArrayList<>();
    Optional<String> path = Optional.of(repository + "/tags/list?n=1000");
    while (path.isPresent()) {
      HttpResponse<byte[]> answer = get(path.get(), repository, "application/json");
      if (answer.statusCode() != 200) {
        return tags;
      }
      JSON.readTree(answer.body()).path("tags").forEach(tag -> tags.add(tag.asString()));
      path = next(answer);
    }
    return tags;
  }

  /**
   * What stands behind a tag or digest; empty when there is nothing.
   *
   * @param reference tag or digest
   */
  Optional<Manifest> manifest(String repository, String reference) {
    HttpResponse<byte[]> answer =
        get(repository + "/manifests/" + reference, repository, Manifest.ACCEPT);
    return answer.statusCode() == 200
        ? Optional.of(new Manifest(Manifest.digest(answer.body()), JSON.readTree(answer.body())))
        : Optional.empty();
  }

  /**
   * The registry's name of what the image runs on, such as {@code amd64}; {@link #UNTOLD} when its
   * configuration, which is whatever was pushed, does not say.
   */
  String architecture(String repository, String configuration) {
    HttpResponse<byte[]> answer =
        get(repository + "/blobs/" + configuration, repository, "application/json");
    return answer.statusCode() == 200 ? architecture(answer.body()) : UNTOLD;
  }

  /** Reads no more of it than that member: a tree of it could be many times as large. */
  private static String architecture(byte[] configuration) {
    try {
      return Optional.ofNullable(JSON.readValue(configuration, Configuration.class))
          .map(Configuration::architecture)
          .orElse(UNTOLD);
    } catch (JacksonException notOfAnImage) {
      return UNTOLD;
    }
  }

  private record Configuration(@Nullable String architecture) {}

  private HttpResponse<byte[]> get(String path, String repository, String accept) {
    return registry.send(
        registry
            .to(path, Access.to(repository, Access.PULL))
            .header("Accept", accept)
            .GET()
            .build());
  }

  private static Optional<String> next(HttpResponse<byte[]> answer) {
    Matcher link = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
    return link.find() ? Optional.of(link.group(1)) : Optional.empty();
  }
}
