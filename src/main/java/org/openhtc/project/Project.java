package org.openhtc.project;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openhtc.region.RegionName;

/**
 * A group of tasks and images, with the regions in which its jobs may run.
 *
 * @param organizationCode organization of the workspace
 * @param regions at least one; the first is the default for storage
 * @param createdBy id of the user who created the project
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

  /** The project's folder in the object store, with a slash at the end. */
  public String folderPath() {
    return "projects/" + id + "/";
  }
}
