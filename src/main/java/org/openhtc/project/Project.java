package org.openhtc.project;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openhtc.region.RegionName;

/**
 * A collection of tasks and images, with the regions where its jobs may run.
 *
 * @param organizationCode of the workspace
 * @param regions at least one; the first is the default for storage
 * @param createdBy id of the user
 */
public record Project(
    UUID id,
    String workspaceId,
    String organizationCode,
    String name,
    String description,
    List<RegionName> regions,
    String createdBy,
    Instant createdAt) {

  /** Folder of the project in the object store, ends with a slash. */
  public String folderPath() {
    return "projects/" + id + "/";
  }
}
