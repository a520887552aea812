package org.openhtc.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.blob.Draft;
import org.openhtc.embedded.blob.ListPage;
import org.openhtc.embedded.blob.ListQuery;
import org.openhtc.embedded.blob.OpenBlob;
import org.openhtc.embedded.blob.Precondition;
import org.openhtc.storage.ObjectContent;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.StoreUnavailable;

/**
 * The embedded store as used by the service itself, without the detour over S3. It works while the
 * endpoint is busy with requests of jobs.
 */
final class EmbeddedStoreClient implements ObjectStore {
  private static final Map<String, String> ATTRIBUTES =
      Map.of("content-type", "binary/octet-stream");

  private final Blobs blobs;

  EmbeddedStoreClient(Blobs blobs) {
    this.blobs = blobs;
  }

  @Override
  public void put(String key, ObjectContent content) {
    run(() -> {
      try (InputStream in = content.open().get();
          Draft draft = blobs.draft()) {
        MessageDigest md5 = md5();
        OutputStream out = new DigestOutputStream(draft.output(), md5);
        in.transferTo(out);
        String etag = HexFormat.of().formatHex(md5.digest());
        blobs.store(draft, key, etag, ATTRIBUTES, Precondition.NONE);
      }
    });
  }

  @Override
  public boolean read(String key, ContentReader reader) {
    checkPresent();
    try (OpenBlob blob = open(key).orElse(null)) {
      if (blob == null) {
        return false;
      }
      reader.read(blob.content());
      return true;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @Override
  public FolderPage list(String prefix, @Nullable String next, int limit) {
    ObjectStore.requireFolder(prefix);
    checkPresent();
    try {
      ListPage page = blobs.list(new ListQuery(prefix, "/", next == null ? "" : next, limit));
      List<StoredFile> files =
          page.objects().stream()
              .filter(blob -> !blob.key().equals(prefix))
              .map(blob -> new StoredFile(blob.key(), blob.size(), blob.modified()))
              .toList();
      return new FolderPage(files, page.groups(), page.next());
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void deletePrefix(String prefix) {
    ObjectStore.requireFolder(prefix);
    run(() -> blobs.deleteFolder(prefix));
  }

  @Override
  public void abortUploads(String prefix) {
    ObjectStore.requireFolder(prefix);
    run(() -> blobs.uploads().endAll(prefix));
  }

  @FunctionalInterface
  private interface FileOperation {
    void run() throws IOException;
  }

  private void run(FileOperation operation) {
    checkPresent();
    try {
      operation.run();
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private Optional<OpenBlob> open(String key) throws IOException {
    return key.isEmpty() ? Optional.empty() : blobs.read(key);
  }

  private void checkPresent() {
    if (!blobs.isPresent()) {
      throw new StoreUnavailable("the directory of the objects does not exist");
    }
  }

  private static StoreUnavailable unavailable(IOException e) {
    return new StoreUnavailable("the files of the object store: " + e.getMessage(), e);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has this algorithm
    }
  }
}
