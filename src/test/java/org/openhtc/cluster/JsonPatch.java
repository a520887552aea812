package org.openhtc.cluster;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A list of operations (RFC 6902) on members of objects, done as a whole or not at all. */
final class JsonPatch {
  private JsonPatch() {}

  /** Returns why it can't be done; null if it was. */
  static @Nullable String apply(ObjectNode object, JsonNode operations) {
    ObjectNode changed = object.deepCopy();
    for (JsonNode operation : operations) {
      String failure = applyOne(changed, operation);
      if (failure != null) {
        return failure;
      }
    }
    object.removeAll();
    object.setAll(changed);
    return null;
  }

  private static @Nullable String applyOne(ObjectNode object, JsonNode operation) {
    JsonPointer path = JsonPointer.compile(operation.path("path").asString(""));
    if (!(object.at(path.head()) instanceof ObjectNode parent)) {
      return "doc is missing path: " + path;
    }
    String member = path.last().getMatchingProperty();
    return switch (operation.path("op").asString("")) {
      case "test" ->
          parent.path(member).equals(operation.path("value"))
              ? null
              : "testing path %s value failed".formatted(path);
      case "remove" ->
          parent.remove(member) == null
              ? "remove operation does not apply: doc is missing path: " + path
              : null;
      case "add" -> {
        parent.set(member, operation.path("value"));
        yield null;
      }
      default -> "unknown operation";
    };
  }
}
