package org.openhtc.workspace.limit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * The maximum number of vCPUs that the jobs of a workspace may use at the same time.
 *
 * @param vcpus 0 to 999999; with 0, all jobs wait
 */
record WorkspaceLimit(
    String workspaceId,
    @JsonProperty("vCPUs") int vcpus,
    String createdBy,
    Instant createdAt,
    String updatedBy,
    Instant updatedAt) {}
