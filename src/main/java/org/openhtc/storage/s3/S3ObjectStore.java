package org.openhtc.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.ObjectContent;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StoreUnavailable;
import org.openhtc.storage.XmlText;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An object store in one bucket of an S3 store. */
final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private final S3Client client;
  private final ObjectStoreConnection connection;
  private final UnfinishedUploads uploads;

  private S3ObjectStore(S3Client client, ObjectStoreConnection connection) {
    this.client = client;
    this.connection = connection;
    this.uploads = new UnfinishedUploads(client, connection);
  }

  /** Opens no connection: the service must start even when the store is unreachable. */
  static S3ObjectStore connect(ObjectStoreConnection connection) {
    return new S3ObjectStore(S3Clients.connect(connection), connection);
  }

  @Override
  public void put(String key, ObjectContent content) {
    RequestBody body =
        RequestBody.fromContentProvider(
            () -> content.open().get(), content.length(), "application/octet-stream");
    call("put " + key, () -> client.putObject(r -> r.bucket(connection.bucket()).key(key), body));
  }

  @Override
  public boolean read(String key, ContentReader reader) {
    return call("read " + key, () -> tryRead(key, reader));
  }

  @Override
  public Optional<byte[]> get(String key) {
    return call("get " + key, () -> find(key));
  }

  @Override
  public FolderPage list(String prefix, @Nullable String next, int limit) {
    ObjectStore.requireFolder(prefix);
    ListObjectsV2Response page =
        call(
            "list " + prefix,
            () ->
                client.listObjectsV2(r ->
                    r.bucket(connection.bucket())
                        .prefix(prefix)
                        .delimiter("/")
                        .encodingType(EncodingType.URL)
                        .continuationToken(next)
                        .maxKeys(limit)));
    return new FolderPage(
        page.contents().stream()
            .filter(object -> !object.key().equals(prefix))
            .map(object -> new StoredFile(object.key(), object.size(), object.lastModified()))
            .toList(),
        page.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
        page.nextContinuationToken());
  }

  @Override
  public void deletePrefix(String prefix) {
    ObjectStore.requireFolder(prefix);
    call("delete " + prefix, () -> deleteAll(prefix));
  }

  @Override
  public void abortUploads(String prefix) {
    ObjectStore.requireFolder(prefix);
    call("abort uploads to " + prefix, () -> uploads.abort(prefix));
  }

  @Override
  public void close() {
    client.close();
  }

  private boolean tryRead(String key, ContentReader reader) {
    try (InputStream content = client.getObject(r -> r.bucket(connection.bucket()).key(key))) {
      reader.read(content);
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    } catch (IOException e) {
      throw new StoreUnavailable("%s broke off sending %s".formatted(connection, key), e);
    }
  }

  private Optional<byte[]> find(String key) {
    try {
      return Optional.of(
          client.getObjectAsBytes(r -> r.bucket(connection.bucket()).key(key)).asByteArrayUnsafe());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  private int deleteAll(String prefix) {
    return client
        .listObjectsV2Paginator(
            r -> r.bucket(connection.bucket()).prefix(prefix).encodingType(EncodingType.URL))
        .stream()
        .mapToInt(page -> delete(page.contents()))
        .sum();
  }

  private int delete(List<S3Object> page) {
    List<String> keys = page.stream().map(S3Object::key).toList();
    keys.stream().filter(key -> !isSafeInXml(key)).forEach(this::deleteOne);
    deleteTogether(keys.stream().filter(S3ObjectStore::isSafeInXml).toList());
    return page.size();
  }

  /**
   * A request that deletes several objects lists their keys in XML, which rejects or alters some
   * characters. Such keys are deleted one by one, because those requests have the key in the URL.
   */
  private static boolean isSafeInXml(String key) {
    return XmlText.isValid(key) && key.codePoints().noneMatch(Character::isISOControl);
  }

  private void deleteOne(String key) {
    client.deleteObject(r -> r.bucket(connection.bucket()).key(key));
  }

  private void deleteTogether(List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    List<ObjectIdentifier> keys =
        names.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse response =
        client.deleteObjects(
            r -> r.bucket(connection.bucket()).delete(d -> d.objects(keys).quiet(true)));
    if (response.hasErrors()) {
      S3Error first = response.errors().getFirst();
      throw new StoreUnavailable(
          "%s did not delete %s: %s".formatted(connection, first.key(), first.message()));
    }
  }

  private <T> T call(String operation, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw new StoreUnavailable(
          "%s could not %s: %s".formatted(connection, operation, e.getMessage()), e);
    }
  }
}
