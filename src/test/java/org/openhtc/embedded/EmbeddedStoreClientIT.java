package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.ObjectStoreContract;
import org.openhtc.testing.FakeObjectStore;
import org.openhtc.testing.OpenUploads;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Runs the contract against the embedded store as the service uses it. */
@ServiceTest
class EmbeddedStoreClientIT extends ObjectStoreContract {
  @Autowired private ObjectStore store;
  @Autowired private ObjectStoreConnection connection;
  @TempDir private Path home;

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected ObjectStore unreachableStore() {
    FakeObjectStore unreachable = new FakeObjectStore();
    unreachable.setReachable(false);
    return new EmbeddedStoreClient(unreachable, home.resolve("not-mounted"));
  }

  @Override
  protected void beginUpload(String key) {
    new OpenUploads(connection).begin(key);
  }

  @Override
  protected List<String> uploads() {
    return new OpenUploads(connection).keys();
  }

  @Test
  void theServiceUsesThisStore() {
    assertThat(store).isInstanceOf(EmbeddedStoreClient.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside/", "a/../../outside/", "./", "a/../", "//"})
  void nothingOutsideOfTheBucketIsDeleted(String prefix) throws IOException {
    Path bucket = Files.createDirectory(home.resolve("bucket"));
    Path outside = Files.createDirectory(home.resolve("outside"));
    ObjectStore files = new EmbeddedStoreClient(new FakeObjectStore(), bucket);
    assertThatThrownBy(() -> files.deletePrefix(prefix))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bucket).exists();
    assertThat(outside).exists();
  }

  @Test
  void deletingALinkKeepsItsTarget() throws IOException {
    Path bucket = Files.createDirectory(home.resolve("bucket"));
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.createDirectory(bucket.resolve("a"));
    Files.createSymbolicLink(bucket.resolve("a/link"), outside);
    Files.writeString(outside.resolve("stays"), "x");
    new EmbeddedStoreClient(new FakeObjectStore(), bucket).deletePrefix("a/");
    assertThat(bucket.resolve("a")).doesNotExist();
    assertThat(outside.resolve("stays")).exists();
  }
}
