package org.openhtc.storage.endpoint;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.project.Project;
import org.openhtc.region.RegionName;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.GrantOwner;
import org.openhtc.storage.UrlSigner;
import org.openhtc.task.Task;

/**
 * The folders of a project's or a task's storage that a caller may use.
 *
 * @param task null when the request is for the project's shared folder
 * @param owner what the credentials for these folders are bound to
 * @param main the requested folder
 * @param additional further folders that the caller may use along with it
 */
record FolderAccess(
    Project project,
    @Nullable Task task,
    GrantOwner owner,
    FolderGrant main,
    List<FolderGrant> additional) {

  /** The main folder and the additional ones. */
  List<FolderGrant> folders() {
    return Stream.concat(Stream.of(main), additional.stream()).toList();
  }

  /** The region whose store is used when the request names none. */
  RegionName defaultRegion() {
    return project.regions().getFirst();
  }

  /**
   * Access to the main folder only, no wider than the method needs.
   *
   * @throws ApiException 403 when the method is PUT and the folder is read-only
   */
  FolderAccess forMethod(UrlSigner.Method method) {
    return switch (method) {
      case GET ->
          new FolderAccess(project, task, owner, FolderGrant.reading(main.folder()), List.of());
      case PUT -> {
        if (!main.isWritable()) {
          throw ApiException.forbidden("Jobs may only read the project's shared folder.");
        }
        yield new FolderAccess(project, task, owner, main, List.of());
      }
    };
  }
}
