package org.openhtc.embedded.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrySpaceTest {
  private static final String OWN = "projects/1";
  private static final String REPOSITORY = "repositories/projects/1/team/app/";
  private static final int LIMIT = 1 << 20;

  @TempDir Path images;
  private long now;

  @Test
  void projectWithoutImagesHasRoom() {
    assertThat(space().hasRoom(OWN)).isTrue();
  }

  @Test
  void layersOfAProjectAreLimitedTogether() throws IOException {
    layer(REPOSITORY, "aa11", LIMIT / 2);
    assertThat(space().hasRoom(OWN)).isTrue();
    layer("repositories/projects/1/other/", "bb22", LIMIT / 2);
    assertThat(space().hasRoom(OWN)).isFalse();
    assertThat(space().hasRoom("projects/2")).isTrue();
  }

  @Test
  void layerOfTwoRepositoriesCountsOnce() throws IOException {
    layer(REPOSITORY, "aa11", LIMIT * 2 / 3);
    layer("repositories/projects/1/other/", "aa11", LIMIT * 2 / 3);
    assertThat(space().hasRoom(OWN)).isTrue();
  }

  @Test
  void unfinishedUploadsCount() throws IOException {
    write(REPOSITORY + "_uploads/3f2b/data", LIMIT);
    assertThat(space().hasRoom(OWN)).isFalse();
  }

  @Test
  void emptyLayersCountTheirFilesAndDirectories() throws IOException {
    for (int i = 0; i < 100; i++) {
      layer(REPOSITORY, "aa%02d".formatted(i), 0);
    }
    assertThat(space().hasRoom(OWN)).isFalse();
  }

  @Test
  void layerThatWasRemovedDoesNotCount() throws IOException {
    layer(REPOSITORY, "aa11", LIMIT);
    Files.delete(root().resolve("blobs/sha256/aa/aa11/data"));
    assertThat(space().hasRoom(OWN)).isTrue();
  }

  @Test
  void measurementHoldsForSomeSeconds() throws IOException {
    RegistrySpace space = space();
    assertThat(space.hasRoom(OWN)).isTrue();
    layer(REPOSITORY, "aa11", LIMIT);
    assertThat(space.hasRoom(OWN)).isTrue();
    now += Duration.ofSeconds(6).toNanos();
    assertThat(space.hasRoom(OWN)).isFalse();
  }

  private RegistrySpace space() {
    return new RegistrySpace(images, LIMIT, () -> now);
  }

  private void layer(String repository, String digest, int length) throws IOException {
    write(repository + "_layers/sha256/" + digest + "/link", 71);
    write("blobs/sha256/%s/%s/data".formatted(digest.substring(0, 2), digest), length);
  }

  private void write(String file, int length) throws IOException {
    Path path = root().resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, new byte[length]);
  }

  private Path root() {
    return images.resolve("docker/registry/v2");
  }
}
