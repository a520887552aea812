package org.openhtc.project;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * The most vCPUs that the jobs of a project may have in use at once, as one role has set it.
 *
 * @param vcpus 0 to 999999; 0 holds every job
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
