package org.openhtc.storage.s3;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.openhtc.storage.KeyText;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StoreUnavailable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket of an S3 store. */
final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private final S3Client client;
  private final ObjectStoreConnection connection;
  private final UnfinishedUploads uploads;

  private S3ObjectStore(S3Client client, ObjectStoreConnection connection) {
    this.client = client;
    this.connection = connection;
    this.uploads = new UnfinishedUploads(client, connection);
  }

  /** Opens no connection yet: a store that is down must not keep the service from starting. */
  static S3ObjectStore connect(ObjectStoreConnection connection) {
    return new S3ObjectStore(S3Clients.connect(connection), connection);
  }

  @Override
  public void put(String key, byte[] content) {
    ask(
        "put " + key,
        () ->
            client.putObject(
                r -> r.bucket(connection.bucket()).key(key), RequestBody.fromBytes(content)));
  }

  @Override
  public Optional<byte[]> get(String key) {
    return ask("get " + key, () -> find(key));
  }

  @Override
  public void deletePrefix(String prefix) {
    ObjectStore.requireFolder(prefix);
    ask("delete " + prefix, () -> deleteAll(prefix));
  }

  @Override
  public void abortUploads(String prefix) {
    ObjectStore.requireFolder(prefix);
    ask("abort uploads to " + prefix, () -> uploads.abort(prefix));
  }

  @Override
  public void close() {
    client.close();
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
    keys.stream().filter(key -> !survivesXml(key)).forEach(this::deleteAlone);
    deleteTogether(keys.stream().filter(S3ObjectStore::survivesXml).toList());
    return page.size();
  }

  /** What XML can't name or may change goes by itself, named in the address of a request. */
  private static boolean survivesXml(String key) {
    return KeyText.isXml(key) && key.codePoints().noneMatch(Character::isISOControl);
  }

  private void deleteAlone(String key) {
    client.deleteObject(r -> r.bucket(connection.bucket()).key(key));
  }

  private void deleteTogether(List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    List<ObjectIdentifier> keys =
        names.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse answer =
        client.deleteObjects(
            r -> r.bucket(connection.bucket()).delete(d -> d.objects(keys).quiet(true)));
    if (answer.hasErrors()) {
      S3Error first = answer.errors().getFirst();
      throw new StoreUnavailable(
          "%s did not delete %s: %s".formatted(connection, first.key(), first.message()));
    }
  }

  private <T> T ask(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new StoreUnavailable(
          "%s could not %s: %s".formatted(connection, what, e.getMessage()), e);
    }
  }
}
