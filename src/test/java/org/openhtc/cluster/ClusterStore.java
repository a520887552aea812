package org.openhtc.cluster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The objects of a cluster and their changes, in order. Every method holds the lock. */
final class ClusterStore {
  /**
   * A change of an object.
   *
   * @param object as it was then
   * @param before as it was before; null if it was created
   */
  record Change(
      long version,
      String collection,
      String type,
      ObjectNode object,
      @Nullable ObjectNode before) {}

  private final Map<String, ClusterObject> objects = new TreeMap<>();
  private final Map<String, ObjectNode> latest = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Consumer<ClusterObject> reconcile;
  private long version = 100;
  private long compacted;

  /**
   * @param reconcile called with a pod after each change of it by a client
   */
  ClusterStore(Consumer<ClusterObject> reconcile) {
    this.reconcile = reconcile;
  }

  synchronized long version() {
    return version;
  }

  /** Null if there is none. */
  synchronized @Nullable ClusterObject find(String collection, String name) {
    return objects.get(collection + "/" + name);
  }

  synchronized List<ClusterObject> list(String collection) {
    String prefix = collection + "/";
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .filter(entry -> entry.getKey().indexOf('/', prefix.length()) < 0)
        .map(Map.Entry::getValue)
        .toList();
  }

  synchronized void create(String collection, ObjectNode json) {
    ClusterObject object = new ClusterObject(json);
    object
        .metadata()
        .put("uid", UUID.randomUUID().toString())
        .put("creationTimestamp", now().toString());
    if (collection.endsWith("/pods")) {
      object.status().put("phase", "Pending");
    }
    objects.put(collection + "/" + object.name(), object);
    changed(collection, "ADDED", object);
    reconcile.accept(object);
  }

  /** Replaces the content of an object. */
  synchronized void replace(String collection, ClusterObject object, ObjectNode content) {
    String uid = object.metadata().path("uid").asString("");
    object.json().removeAll();
    object.json().setAll(content);
    object.metadata().put("uid", uid);
    modified(collection, object);
  }

  /** A client has changed the object. */
  synchronized void modified(String collection, ClusterObject object) {
    if (isToBeRemoved(object)) {
      remove(collection, object);
      return;
    }
    changed(collection, "MODIFIED", object);
    reconcile.accept(object);
  }

  /** A part of the cluster has changed the object. */
  synchronized void modifiedByCluster(String collection, ClusterObject object) {
    if (isToBeRemoved(object)) {
      remove(collection, object);
    } else {
      changed(collection, "MODIFIED", object);
    }
  }

  private static boolean isToBeRemoved(ClusterObject object) {
    return object.isDeleted() && !object.hasFinalizers() && !object.isRunning();
  }

  /** Deletes the object, or marks it as deleted while something keeps it. */
  synchronized void delete(String collection, ClusterObject object, long graceSeconds) {
    boolean isForced = graceSeconds == 0 && !object.hasFinalizers();
    if (isForced || (!object.hasFinalizers() && !object.isRunning())) {
      remove(collection, object);
      return;
    }
    if (!object.isDeleted()) {
      object.metadata().put("deletionTimestamp", now().plusSeconds(graceSeconds).toString());
      object.metadata().put("deletionGracePeriodSeconds", graceSeconds);
    }
    changed(collection, "MODIFIED", object);
    reconcile.accept(object);
  }

  private void remove(String collection, ClusterObject object) {
    objects.remove(collection + "/" + object.name());
    changed(collection, "DELETED", object);
  }

  private void changed(String collection, String type, ClusterObject object) {
    version++;
    object.metadata().put("resourceVersion", Long.toString(version));
    ObjectNode now = object.json().deepCopy();
    String key = collection + "/" + object.name();
    ObjectNode before = type.equals("DELETED") ? latest.remove(key) : latest.put(key, now);
    changes.add(new Change(version, collection, type, now, before));
    notifyAll();
  }

  /** Forgets all changes until now: streams from an earlier version fail. */
  synchronized void compact() {
    version++;
    compacted = version;
    notifyAll();
  }

  /**
   * The changes after a version; waits a moment if there are none.
   *
   * @return null if they are forgotten
   */
  synchronized @Nullable List<Change> after(long known, String collection)
      throws InterruptedException {
    if (known < compacted) {
      return null;
    }
    List<Change> found = changesAfter(known, collection);
    if (found.isEmpty()) {
      wait(200);
      found = changesAfter(known, collection);
    }
    return known < compacted ? null : found;
  }

  private List<Change> changesAfter(long known, String collection) {
    List<Change> found = new ArrayList<>();
    for (int i = changes.size() - 1; i >= 0 && changes.get(i).version > known; i--) {
      if (changes.get(i).collection.equals(collection)) {
        found.addFirst(changes.get(i));
      }
    }
    return found;
  }

  /** The API has times in whole seconds. */
  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
