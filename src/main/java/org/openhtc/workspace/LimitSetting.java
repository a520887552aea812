package org.openhtc.workspace;

import jakarta.persistence.Embeddable;
import java.time.Instant;

/**
 * A limit of vCPUs, and which users set it.
 *
 * @param vcpus most vCPUs that the owner's jobs may have in use at once, 0 to 999999; 0 holds every
 *     job
 */
@Embeddable
public record LimitSetting(
    int vcpus, String createdBy, Instant createdAt, String updatedBy, Instant updatedAt) {

  public static LimitSetting first(int vcpus, String userId, Instant now) {
    return new LimitSetting(vcpus, userId, now, userId, now);
  }

  public LimitSetting changed(int vcpus, String userId, Instant now) {
    return new LimitSetting(vcpus, createdBy, createdAt, userId, now);
  }
}
