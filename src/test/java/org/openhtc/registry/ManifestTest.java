package org.openhtc.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  @Test
  void listHasTheFirstLinuxImageOfEachArchitecture() {
    Manifest manifest =
        of(
            """
            {"schemaVersion": 2, "manifests": [
              {"digest": "sha256:1", "platform": {"os": "linux", "architecture": "amd64"}},
              {"digest": "sha256:2", "platform": {"os": "linux", "architecture": "amd64"}},
              {"digest": "sha256:3", "platform": {"os": "windows", "architecture": "arm64"}},
              {"digest": "sha256:4"}]}
            """);
    assertThat(manifest.configuration()).isEmpty();
    assertThat(manifest.images()).containsOnlyKeys("amd64").containsEntry("amd64", "sha256:1");
  }

  @Test
  void imageHasAConfiguration() {
    String content = "{\"config\": {\"digest\": \"sha256:1\", \"size\": 2}, \"layers\": []}";
    assertThat(of(content).configuration()).contains("sha256:1");
    assertThat(of(content).digest()).isEqualTo(Manifest.digest(content.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[1]", "{", "{\"config\":{\"digest\":{}}}", "{\"manifests\":5}"})
  void contentThatIsNoManifestDescribesNoImage(String content) {
    assertThat(of(content).configuration()).isEmpty();
    assertThat(of(content).images()).isEmpty();
  }

  /** A tree of it would have more than 100 MB. */
  @Test
  void membersThatAreNotNeededTakeNoMemory() {
    byte[] content =
        ("{\"x\":[" + "{},".repeat(1_300_000) + "{}]," + "\"config\":{\"digest\":\"d\"}}")
            .getBytes(UTF_8);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(Manifest.of(content).configuration()).contains("d");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20 << 20);
  }

  @Test
  void listKeepsALimitedNumberOfImages() {
    String image = "{\"digest\":\"%d\",\"platform\":{\"os\":\"linux\",\"architecture\":\"a%d\"}},";
    StringBuilder images = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      images.append(image.formatted(i, i));
    }
    assertThat(of("{\"manifests\":[" + images + "{}]}").images()).hasSize(1000);
  }

  private static Manifest of(String content) {
    return Manifest.of(content.getBytes(UTF_8));
  }
}
