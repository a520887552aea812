package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;
import org.springframework.modulith.docs.Documenter.DiagramOptions;

/** Arrows between modules go one way, and only where a module's package-info.java allows them. */
class ModularityTest {
  private static final ApplicationModules MODULES = ApplicationModules.of(OpenHtcApplication.class);

  @Test
  void modulesKeepToTheirArrows() {
    MODULES.verify();
  }

  @Test
  void pictureInTheDocumentationIsDrawnFromTheCode() throws IOException {
    new Documenter(MODULES, Documenter.Options.defaults().withOutputFolder("target/modules"))
        .writeModulesAsPlantUml(
            DiagramOptions.defaults().withStyle(DiagramOptions.DiagramStyle.UML));
    // The order of the lines differs from run to run.
    assertThat(Files.readAllLines(Path.of("docs/modules.puml")))
        .containsExactlyInAnyOrderElementsOf(
            Files.readAllLines(Path.of("target/modules/components.puml")));
    assertThat(Files.readString(Path.of("docs/architecture.md"))).contains("modules.puml");
  }
}
