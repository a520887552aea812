package org.openhtc.embedded.s3;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.StoreLimits;
import org.openhtc.embedded.signature.KeyAccess;

/** Counts the requests in work of each access key and of each owner, and refuses too many. */
final class RequestShares {
  private final ConcurrentMap<String, Integer> inWork = new ConcurrentHashMap<>();
  private final StoreLimits limits;

  RequestShares(StoreLimits limits) {
    this.limits = limits;
  }

  /** A request in work; closing it ends it. */
  interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins a request.
   *
   * @throws S3Error when the key or its owner has too many in work
   */
  Share begin(KeyAccess access) {
    String key = "key " + access.accessKey();
    String owner = "owner " + access.owner();
    add(key, limits.perKey());
    try {
      add(owner, limits.perOwner());
    } catch (S3Error e) {
      remove(key);
      throw e;
    }
    return () -> {
      remove(key);
      remove(owner);
    };
  }

  private void add(String name, int limit) {
    int count = inWork.merge(name, 1, Integer::sum);
    if (count > limit) {
      remove(name);
      throw S3Error.slowDown("more than %d requests at the same time".formatted(limit));
    }
  }

  private void remove(String name) {
    inWork.computeIfPresent(name, (n, count) -> count == 1 ? null : count - 1);
  }
}
