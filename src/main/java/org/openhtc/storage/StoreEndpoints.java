package org.openhtc.storage;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;

/**
 * The object store's base URLs for users and jobs, which may differ from the one that the service
 * itself uses.
 *
 * @param users null means AWS's own endpoint
 * @param jobs as seen from inside a container; null means AWS's own endpoint
 */
public record StoreEndpoints(@Nullable URI users, @Nullable URI jobs) {

  /** The base URL for this caller. */
  public @Nullable URI of(Caller caller) {
    return switch (caller) {
      case Caller.UserCaller user -> users;
      case Caller.JobCaller job -> jobs;
    };
  }
}
