package org.openhtc.cluster;

/**
 * A call of the API as the rules of a role describe it.
 *
 * @param namespace of the object; empty for an object or a list of the whole cluster
 * @param group of the resource; empty for the core group
 * @param resource with its part, such as {@code pods/log}
 * @param verb such as {@code watch}
 */
public record ClusterCall(String namespace, String group, String resource, String verb) {

  /** The version of the server is no resource: all accounts may read it. */
  static boolean isOfAResource(ClusterRequest request) {
    return request.collection().startsWith("/api");
  }

  static ClusterCall of(ClusterRequest request) {
    String[] path = request.collection().split("/");
    boolean isCore = path[1].equals("api");
    int place = isCore ? 3 : 4;
    boolean isInNamespace = path.length > place + 2;
    String resource = path[path.length - 1];
    return new ClusterCall(
        isInNamespace ? path[place + 1] : "",
        isCore ? "" : path[2],
        request.part().isEmpty() ? resource : resource + "/" + request.part(),
        verb(request));
  }

  private static String verb(ClusterRequest request) {
    boolean isOne = !request.name().isEmpty();
    return switch (request.method()) {
      case "GET" -> isOne ? "get" : request.query().containsKey("watch") ? "watch" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> isOne ? "delete" : "deletecollection";
      default -> throw new IllegalArgumentException(request.method());
    };
  }
}
