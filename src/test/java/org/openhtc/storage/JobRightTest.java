package org.openhtc.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobRightTest {
  private static final UUID PROJECT = new UUID(0, 1);
  private static final UUID TASK = new UUID(0, 2);
  private static final FolderGrant SHARED = FolderGrant.reading(Folders.shared(PROJECT));
  private static final FolderGrant READING = FolderGrant.reading(Folders.task(PROJECT, TASK));
  private static final FolderGrant WRITING = FolderGrant.writing(Folders.task(PROJECT, TASK));

  @Test
  void grantGivesExactlyTheRequestedFolders() {
    for (List<FolderGrant> folders :
        List.of(List.of(SHARED), List.of(READING), List.of(WRITING), List.of(SHARED, WRITING))) {
      AttemptGrant grant =
          new AttemptGrant(
              new UUID(0, 3), 0, 1, JobRight.of(folders, PROJECT, TASK), Instant.EPOCH);
      assertThat(grant.folders(PROJECT, TASK)).containsExactlyInAnyOrderElementsOf(folders);
    }
  }

  @Test
  void otherFoldersAreNotForJobs() {
    for (FolderGrant folder :
        List.of(
            FolderGrant.writing(Folders.shared(PROJECT)),
            FolderGrant.reading(Folders.logs(PROJECT, TASK)),
            FolderGrant.reading(Folders.task(PROJECT, new UUID(0, 9))))) {
      assertThatThrownBy(() -> JobRight.of(List.of(WRITING, folder), PROJECT, TASK))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
