package org.openhtc.project;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * The maximum number of vCPUs that the jobs of a project may use at the same time. Each modifier
 * role can set a separate limit.
 *
 * @param vcpus 0 to 999999; with 0, all jobs wait
 */
record ProjectLimit(
    int id,
    UUID projectId,
    String workspaceId,
    ModifierRole modifierRole,
    @JsonProperty("vCPUs") int vcpus,
    String createdBy,
    Instant createdAt,
    String updatedBy,
    Instant updatedAt) {}
