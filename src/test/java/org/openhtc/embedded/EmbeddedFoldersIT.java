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

/** The store that the service uses when it brings its own. */
@ServiceTest
class EmbeddedFoldersIT extends ObjectStoreContract {
  @Autowired private ObjectStore store;
  @Autowired private ObjectStoreConnection connection;
  @TempDir private Path home;

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected ObjectStore unreachableStore() {
    FakeObjectStore away = new FakeObjectStore();
    away.setReachable(false);
    return new EmbeddedFolders(away, home.resolve("not-mounted"));
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
  void isWhatTheServiceUses() {
    assertThat(store).isInstanceOf(EmbeddedFolders.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../beside/", "a/../../beside/", "./", "a/../", "//"})
  void nothingOutsideOfTheBucketIsDeleted(String prefix) throws IOException {
    Path bucket = Files.createDirectory(home.resolve("bucket"));
    Path beside = Files.createDirectory(home.resolve("beside"));
    ObjectStore files = new EmbeddedFolders(new FakeObjectStore(), bucket);
    assertThatThrownBy(() -> files.deletePrefix(prefix))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bucket).exists();
    assertThat(beside).exists();
  }

  @Test
  void aLinkIsDeletedAndNotWhereItPoints() throws IOException {
    Path bucket = Files.createDirectory(home.resolve("bucket"));
    Path beside = Files.createDirectory(home.resolve("beside"));
    Files.createDirectory(bucket.resolve("a"));
    Files.createSymbolicLink(bucket.resolve("a/link"), beside);
    Files.writeString(beside.resolve("stays"), "x");
    new EmbeddedFolders(new FakeObjectStore(), bucket).deletePrefix("a/");
    assertThat(bucket.resolve("a")).doesNotExist();
    assertThat(beside.resolve("stays")).exists();
  }
}
