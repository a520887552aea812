package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Every setting that the code reads is listed in docs/operations.md. */
class SettingsDocumentedTest {

  @Test
  void everySettingIsInTheTable() throws IOException {
    String documentation = Files.readString(Path.of("docs/operations.md"));
    List<String> settings = settings().toList();
    assertThat(settings).hasSizeGreaterThan(20);
    assertThat(settings)
        .allSatisfy(setting -> assertThat(documentation).contains("`" + setting + "`"));
  }

  private static Stream<String> settings() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scanner.findCandidateComponents("org.openhtc").stream()
        .map(found -> load(found.getBeanClassName()))
        .flatMap(
            type -> names(type.getAnnotation(ConfigurationProperties.class).value() + ".", type));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
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
