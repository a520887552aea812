package org.openhtc.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.project.Project;
import org.openhtc.region.RegionName;
import org.openhtc.task.Task;

/**
 * What a caller reaches of a project's or a task's storage.
 *
 * @param task null for the project's shared folder alone
 * @param main the folder that was asked for
 * @param beside what is readable along with it
 */
record FolderReach(
    Project project,
    @Nullable Task task,
    GrantOwner owner,
    FolderGrant main,
    List<FolderGrant> beside) {

  /** Everything that credentials for it reach. */
  List<FolderGrant> folders() {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(main), beside.stream())
        .toList();
  }

  /** The region whose store counts where none is named. */
  RegionName defaultRegion() {
    return project.regions().getFirst();
  }

  /** The same folder, for one object that is to be read or written. */
  FolderReach forMethod(UrlSigner.Method method) {
    return switch (method) {
      case GET ->
          new FolderReach(project, task, owner, FolderGrant.reading(main.folder()), List.of());
      case PUT -> {
        if (!main.isWritable()) {
          throw ApiException.forbidden("Jobs may only read the project's shared folder.");
        }
        yield new FolderReach(project, task, owner, main, List.of());
      }
    };
  }
}
