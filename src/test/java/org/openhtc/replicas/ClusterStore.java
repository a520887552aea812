package org.openhtc.replicas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openhtc.embedded.SharedObjectStore;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.testing.TcpProxy;

/** The object store of all replicas, which they reach through one proxy. */
public final class ClusterStore implements AutoCloseable {
  /** The end of the file name of an object, which keeps it apart from a folder of that name. */
  private static final Pattern OBJECT = Pattern.compile("%o$");

  private final Path directory;
  private final SmallDisk disk;
  private final SharedObjectStore store;
  private final TcpProxy proxy;
  private final TokenServer tokens;

  private ClusterStore(
      Path directory, SmallDisk disk, SharedObjectStore store, TcpProxy proxy, TokenServer tokens) {
    this.directory = directory;
    this.disk = disk;
    this.store = store;
    this.proxy = proxy;
    this.tokens = tokens;
  }

  /** Starts it with its data in the directory, on the disk of this machine. */
  public static ClusterStore start(Path directory) throws IOException {
    return start(directory, SmallDisk.none(Files.createDirectories(directory)));
  }

  /** Starts it on a disk of its own, which can be filled. */
  static ClusterStore startOnSmallDisk(Path directory) throws IOException {
    return start(directory, SmallDisk.mount(Files.createDirectories(directory)));
  }

  private static ClusterStore start(Path directory, SmallDisk disk) throws IOException {
    SharedObjectStore store = SharedObjectStore.start(directory);
    URI endpoint = Objects.requireNonNull(store.connection().endpoint());
    return new ClusterStore(
        directory, disk, store, TcpProxy.to(endpoint.getPort()), TokenServer.start());
  }

  /** As on the command line of a process of the service, without the leading dashes. */
  public List<String> settings() {
    ObjectStoreConnection connection = store.connection();
    return List.of(
        "openhtc.storage.endpoint=http://127.0.0.1:" + proxy.port(),
        "openhtc.storage.region=" + connection.region(),
        "openhtc.storage.bucket=" + connection.bucket(),
        "openhtc.storage.access-key=" + connection.accessKey(),
        "openhtc.storage.secret-key=" + connection.secretKey(),
        "openhtc.storage.sts.endpoint=" + tokens.endpoint());
  }

  /** Between the replicas and the store. */
  public TcpProxy proxy() {
    return proxy;
  }

  /** The disk on which it stores its objects. */
  public SmallDisk disk() {
    return disk;
  }

  /** Starts the server again over the same data. */
  public void restart() {
    store.restart();
  }

  /** The stored logs of a task's jobs, as {@code <batch>/<index>/<attempt>.log.gz}. */
  public List<String> logs(UUID projectId, UUID taskId) {
    Path folder = directory.resolve("store/objects").resolve(Folders.logs(projectId, taskId));
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> OBJECT.matcher(folder.relativize(file).toString()).replaceFirst(""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of uploads that have begun and not ended. */
  public List<String> unfinished() {
    return Stream.of("drafts", "uploads").flatMap(this::files).toList();
  }

  private Stream<String> files(String name) {
    try (Stream<Path> files = Files.walk(directory.resolve("store").resolve(name))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .toList()
          .stream();
    } catch (IOException | UncheckedIOException changed) {
      return Stream.of(name + " changes");
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    tokens.close();
    store.close();
    disk.close();
  }
}
