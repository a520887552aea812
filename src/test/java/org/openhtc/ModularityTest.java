package org.openhtc;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.GeneratedPage;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** Arrows between modules go one way, and only where a module's package-info.java allows them. */
class ModularityTest {
  private static final ApplicationModules MODULES = ApplicationModules.of(OpenHtcApplication.class);

  @Test
  void modulesKeepToTheirArrows() {
    MODULES.verify();
  }

  /** Modules api, body, digest and sql are left out: every module may use them. */
  @Test
  void pictureInTheDocumentationIsDrawnFromTheCode() {
    String picture =
        MODULES.stream()
            .filter(module -> !isShared(module))
            .flatMap(ModularityTest::arrows)
            .sorted()
            .collect(Collectors.joining("\n", "```mermaid\ngraph TD\n", "\n```"));
    GeneratedPage.requirePicture(
        Path.of("docs/architecture.md"), "modules", picture, ModularityTest.class);
  }

  private static Stream<String> arrows(ApplicationModule from) {
    return from.getDirectDependencies(MODULES)
        .uniqueModules()
        .filter(to -> !isShared(to))
        .map(to -> "  %s --> %s".formatted(from.getIdentifier(), to.getIdentifier()));
  }

  private static boolean isShared(ApplicationModule module) {
    return Set.of("api", "body", "digest", "sql").contains(module.getIdentifier().toString());
  }
}
