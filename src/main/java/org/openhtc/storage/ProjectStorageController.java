package org.openhtc.storage;

import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.region.RegionName;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /htc/projects/{projectId}/storage}: the project's shared folder. */
@ApiController
class ProjectStorageController {
  private static final String STORAGE = "/htc/projects/{projectId}/storage";

  private final StorageAccess access;
  private final StorageRegions regions;
  private final StorageAnswers answers;

  ProjectStorageController(StorageAccess access, StorageRegions regions, StorageAnswers answers) {
    this.access = access;
    this.regions = regions;
    this.answers = answers;
  }

  @GetMapping(STORAGE + "/token")
  StorageAnswers.Token token(Caller caller, @PathVariable String projectId) {
    FolderReach reach = access.project(caller, projectId);
    return answers.token(caller, reach, reach.defaultRegion());
  }

  @GetMapping(STORAGE + "/token/{region}")
  StorageAnswers.Token token(
      Caller caller, @PathVariable String projectId, @PathVariable RegionName region) {
    FolderReach reach = access.project(caller, projectId);
    return answers.token(caller, reach, regions.of(reach.project(), region));
  }

  @GetMapping(STORAGE + "/tokens")
  StorageAnswers.Tokens tokens(Caller caller, @PathVariable String projectId) {
    return answers.all(caller, access.project(caller, projectId));
  }

  @GetMapping(STORAGE + "/presigned-url")
  StorageAnswers.PresignedUrl presigned(
      Caller caller,
      @PathVariable String projectId,
      @RequestParam String filePath,
      @RequestParam(defaultValue = "PUT") UrlSigner.Method method) {
    return answers.presigned(caller, access.project(caller, projectId), method, filePath);
  }
}
