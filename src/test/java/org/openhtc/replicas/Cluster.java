package org.openhtc.replicas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.TcpProxy;
import org.openhtc.testing.Timeouts;
import org.springframework.util.FileSystemUtils;

/** Replicas of the service on one database and one object store. */
public final class Cluster implements AutoCloseable {
  private static final String LEADERS =
      "select scope, holder from lease where expires_at > now() and scope like :kind || ':%'";

  private final Path directory;
  private final ClusterDatabase database;
  private final ClusterStore store;
  private final ClusterHosts hosts;
  private final List<Replica> replicas = new ArrayList<>();

  private Cluster(
      Path directory, ClusterDatabase database, ClusterStore store, ClusterHosts hosts) {
    this.directory = directory;
    this.database = database;
    this.store = store;
    this.hosts = hosts;
  }

  /**
   * Starts everything and waits until the replicas are ready.
   *
   * @param hosts closed with the cluster
   * @param settings of all replicas, as on the command line without the leading dashes
   */
  public static Cluster start(int replicas, ClusterHosts hosts, String... settings)
      throws IOException {
    Path directory = Files.createTempDirectory("openhtc-cluster");
    Cluster cluster =
        new Cluster(
            directory,
            ClusterDatabase.start(directory.resolve("postgres")),
            ClusterStore.startOnSmallDisk(directory.resolve("store")),
            hosts);
    List<String> all = new ArrayList<>(hosts.settings());
    all.addAll(cluster.store.settings());
    all.add("openhtc.rate-limit.requests-per-minute=0");
    all.addAll(List.of(settings));
    for (int n = 0; n < replicas; n++) {
      cluster.replicas.add(
          Replica.start(
              directory.resolve("replica-" + n), TcpProxy.to(cluster.database.port()), all));
    }
    cluster.awaitReady();
    return cluster;
  }

  /** Otherwise leaves nothing behind. */
  private void awaitReady() throws IOException {
    try {
      replicas.forEach(Replica::awaitReady);
    } catch (ConditionTimeoutException late) {
      close();
      throw late;
    }
  }

  public ClusterDatabase database() {
    return database;
  }

  public ClusterStore store() {
    return store;
  }

  public ClusterHosts hosts() {
    return hosts;
  }

  public List<Replica> replicas() {
    return replicas;
  }

  public Replica replica(int number) {
    return replicas.get(number);
  }

  /** An administrator's client of one replica. */
  public ApiClient client(int number) {
    return replicas.get(number).anonymous().withKey(Replica.KEY);
  }

  /** The number of the replica that leads each host or region, by its name; -1: none that runs. */
  public Map<String, Integer> leaders(String kind) {
    Map<String, Integer> leaders = new TreeMap<>();
    database
        .jdbc()
        .sql(LEADERS)
        .param("kind", kind)
        .query((row, n) ->
            Map.entry(row.getString("scope"), replica(row.getString("holder")).orElse(-1)))
        .list()
        .forEach(leader -> leaders.put(leader.getKey(), leader.getValue()));
    return leaders;
  }

  private Optional<Integer> replica(String holder) {
    for (int n = 0; n < replicas.size(); n++) {
      if (replicas.get(n).isHolder(holder)) {
        return Optional.of(n);
      }
    }
    return Optional.empty();
  }

  /** How many hosts each replica leads, by its number. */
  public List<Long> shares() {
    Map<String, Integer> leaders = leaders("host");
    List<Long> shares = new ArrayList<>();
    for (int n = 0; n < replicas.size(); n++) {
      int replica = n;
      shares.add(leaders.values().stream().filter(leader -> leader == replica).count());
    }
    return shares;
  }

  /** Waits until every host has a leader that runs, and all replicas lead as many. */
  public void awaitEqualShares() {
    Awaitility.await()
        .atMost(Timeouts.STEP)
        .until(() -> {
          List<Long> shares = shares().stream().sorted().toList();
          return shares.stream().mapToLong(Long::longValue).sum() == hosts.count()
              && shares.getLast() - shares.getFirst() <= 1;
        });
  }

  /** Copies what the replicas have logged, for an examination after the end of the cluster. */
  public void copyLogs(Path to) throws IOException {
    Files.createDirectories(to);
    for (int n = 0; n < replicas.size(); n++) {
      Path copy = to.resolve("replica-%d.log".formatted(n));
      Files.copy(replicas.get(n).log(), copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    for (Replica replica : replicas) {
      replica.close();
    }
    database.close();
    store.close();
    hosts.close();
    FileSystemUtils.deleteRecursively(directory);
  }
}
