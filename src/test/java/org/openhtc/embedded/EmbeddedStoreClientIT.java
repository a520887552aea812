package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.ObjectStoreContract;
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
    try {
      Blobs blobs = Blobs.open(home, Clock.systemUTC());
      Files.delete(home.resolve("objects")); // as while its disk is not mounted
      return new EmbeddedStoreClient(blobs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    Path store = home.resolve("store");
    Path outside = Files.createDirectory(home.resolve("outside"));
    ObjectStore files = new EmbeddedStoreClient(Blobs.open(store, Clock.systemUTC()));
    files.put("a/stays", new byte[1]);
    files.deletePrefix(prefix);
    assertThat(files.get("a/stays")).isPresent();
    assertThat(outside).exists();
  }

  @Test
  void deletingALinkKeepsItsTarget() throws IOException {
    ObjectStore files = new EmbeddedStoreClient(Blobs.open(home, Clock.systemUTC()));
    files.put("a/x", new byte[1]);
    Path folder = home.resolve("objects/a");
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.createSymbolicLink(folder.resolve("link"), outside);
    Files.writeString(outside.resolve("stays"), "x");
    files.deletePrefix("a/");
    assertThat(folder).doesNotExist();
    assertThat(outside.resolve("stays")).exists();
  }
}
