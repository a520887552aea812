package org.openhtc.testing;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.mock.env.MockEnvironment;

/** The settings that the code reads. */
public final class DeclaredSettings {
  private DeclaredSettings() {}

  /** Their names, such as {@code openhtc.hosts[].tls-directory}. */
  public static List<String> names() {
    // Those of an external store count only if one of them is set.
    var environment = new MockEnvironment().withProperty("openhtc.storage.bucket", "any");
    var scanner = new ClassPathScanningCandidateComponentProvider(false, environment);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scanner.findCandidateComponents("org.openhtc").stream()
        .map(found -> load(found.getBeanClassName()))
        .flatMap(
            type -> names(type.getAnnotation(ConfigurationProperties.class).value() + ".", type))
        .toList();
  }

  /** The environment variable of a setting; of the first element of a list. */
  public static String variable(String setting) {
    return setting
        .replace("-", "")
        .replace("[].", "_0_")
        .replace('.', '_')
        .toUpperCase(Locale.ROOT);
  }

  private static Class<?> load(@Nullable String name) {
    try {
      return Class.forName(Objects.requireNonNull(name));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<String> names(String prefix, Class<?> settings) {
    return Stream.of(settings.getRecordComponents()).flatMap(c -> names(prefix, c));
  }

  private static Stream<String> names(String prefix, RecordComponent component) {
    String name = prefix + kebab(component.getName());
    if (component.getGenericType() instanceof ParameterizedType list) {
      Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
      return element.isRecord() ? names(name + "[].", element) : Stream.of(name);
    }
    return component.getType().isRecord()
        ? names(name + ".", component.getType())
        : Stream.of(name);
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
