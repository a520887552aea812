package org.openhtc.apidoc;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.testing.ApiDescription;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JsonNode;

/** The properties of a request's body, as paths such as {@code [].htcJobDefinition.envs[].name}. */
final class ReadProperties {
  private final Set<String> paths = new TreeSet<>();

  private ReadProperties() {}

  /** The properties that the service reads: the record components of the body's type. */
  static Set<String> of(ResolvableType type) {
    ReadProperties properties = new ReadProperties();
    properties.add("", type);
    return properties.paths;
  }

  /** Those that a schema describes, except for read-only ones. */
  static Set<String> of(ApiDescription description, JsonNode schema) {
    ReadProperties properties = new ReadProperties();
    properties.add(description, "", schema);
    return properties.paths;
  }

  private void add(String place, ResolvableType type) {
    Class<?> raw = type.toClass();
    if (Collection.class.isAssignableFrom(raw)) {
      add(place + "[]", type.asCollection().getGeneric(0));
    } else if (raw.isRecord()) {
      for (RecordComponent component : raw.getRecordComponents()) {
        String property = place + "." + name(raw, component);
        paths.add(property);
        add(property, ResolvableType.forType(component.getGenericType(), type));
      }
    }
  }

  /** The compiler copies the annotation of a component to the field of the same name. */
  private static String name(Class<?> type, RecordComponent component) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> field.getName().equals(component.getName()))
        .flatMap(field -> Optional.ofNullable(field.getAnnotation(JsonProperty.class)).stream())
        .map(JsonProperty::value)
        .findFirst()
        .orElse(component.getName());
  }

  private void add(ApiDescription description, String place, JsonNode schema) {
    JsonNode plain = description.resolve(schema);
    if (plain.path("allOf").size() == 1) {
      add(description, place, plain.path("allOf").path(0));
    }
    if (plain.has("items")) {
      add(description, place + "[]", plain.path("items"));
    }
    plain
        .path("properties")
        .forEachEntry((name, property) -> {
          if (!property.path("readOnly").asBoolean(false)) {
            paths.add(place + "." + name);
            add(description, place + "." + name, property);
          }
        });
  }
}
