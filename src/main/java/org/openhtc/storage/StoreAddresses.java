package org.openhtc.storage;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;

/**
 * Where users and jobs reach the object store; they may see it by other names than the service.
 *
 * @param users null means AWS's own endpoint
 * @param jobs as seen from inside a container; null means AWS's own endpoint
 */
public record StoreAddresses(@Nullable URI users, @Nullable URI jobs) {

  @Nullable URI of(Caller caller) {
    return switch (caller) {
      case Caller.UserCaller user -> users;
      case Caller.JobCaller job -> jobs;
    };
  }
}
