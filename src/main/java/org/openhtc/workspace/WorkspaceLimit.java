package org.openhtc.workspace;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * The most vCPUs that the jobs of a workspace may have in use at once.
 *
 * @param vcpus 0 to 999999; 0 holds every job
 */
record WorkspaceLimit(
    String workspaceId,
    @JsonProperty("vCPUs") int vcpus,
    String createdBy,
    Instant createdAt,
    String updatedBy,
    Instant updatedAt) {}
