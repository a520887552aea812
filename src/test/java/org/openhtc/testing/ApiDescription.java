package org.openhtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.server.PathContainer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operations of {@code openapi.yaml}. */
public final class ApiDescription {
  private static final String BASE_PATH = "/api/v1";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private final JsonNode document;
  private final List<DescribedOperation> operations = new ArrayList<>();

  public ApiDescription(JsonNode document) {
    this.document = document;
    document
        .path("paths")
        .forEachEntry((path, item) ->
            item.forEachEntry((method, node) -> {
              if (METHODS.contains(method)) {
                operations.add(DescribedOperation.of(this, method, path, item));
              }
            }));
  }

  /** The document of this repository. */
  public static ApiDescription ofRepository() {
    try {
      Yaml reader = new Yaml(new SafeConstructor(new LoaderOptions()));
      Object content = reader.load(Files.readString(Path.of("openapi.yaml")));
      return new ApiDescription(JsonMapper.shared().valueToTree(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode document() {
    return document;
  }

  /** All operations, in the order of the document. */
  public List<DescribedOperation> operations() {
    return List.copyOf(operations);
  }

  /** The operation that serves a request. */
  public Optional<DescribedOperation> find(String method, String path) {
    String described = method.equals("HEAD") ? "GET" : method;
    return at(path).stream().filter(operation -> operation.method().equals(described)).findFirst();
  }

  /** The operations of the one described path that matches the path of a request. */
  public List<DescribedOperation> at(String path) {
    PathContainer container = PathContainer.parsePath(withoutBase(path));
    Optional<DescribedOperation> best =
        operations.stream()
            .filter(operation -> operation.pattern().matches(container))
            .min(Comparator.comparing(DescribedOperation::pattern));
    return operations.stream()
        .filter(operation -> best.map(o -> o.path().equals(operation.path())).orElse(false))
        .toList();
  }

  /** The target of a node that is a reference; otherwise the node itself. */
  public JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode()
        ? node
        : resolve(document.at(reference.asString().substring(1)));
  }

  private static String withoutBase(String path) {
    return path.startsWith(BASE_PATH + "/") ? path.substring(BASE_PATH.length()) : path;
  }
}
