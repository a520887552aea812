package org.openhtc.storage;

import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.region.RegionName;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /htc/projects/{projectId}/tasks/{taskId}/storage}: the task's folder. */
@ApiController
class TaskStorageController {
  private static final String STORAGE = "/htc/projects/{projectId}/tasks/{taskId}/storage";

  private final StorageAccess access;
  private final StorageRegions regions;
  private final StorageAnswers answers;

  TaskStorageController(StorageAccess access, StorageRegions regions, StorageAnswers answers) {
    this.access = access;
    this.regions = regions;
    this.answers = answers;
  }

  @GetMapping(STORAGE + "/token")
  StorageAnswers.Token token(
      Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    FolderReach reach = access.task(caller, projectId, taskId);
    return answers.token(caller, reach, reach.defaultRegion());
  }

  @GetMapping(STORAGE + "/token/{region}")
  StorageAnswers.Token token(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @PathVariable RegionName region) {
    FolderReach reach = access.task(caller, projectId, taskId);
    return answers.token(caller, reach, regions.of(reach.project(), region));
  }

  @GetMapping(STORAGE + "/tokens")
  StorageAnswers.Tokens tokens(
      Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    return answers.all(caller, access.task(caller, projectId, taskId));
  }

  @GetMapping(STORAGE + "/regional-storage")
  StorageAnswers.RegionalStorage regional(
      Caller caller, @PathVariable String projectId, @PathVariable String taskId) {
    return answers.regional(caller, access.task(caller, projectId, taskId));
  }

  @GetMapping(STORAGE + "/presigned-url")
  StorageAnswers.PresignedUrl presigned(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam String filePath,
      @RequestParam(defaultValue = "PUT") UrlSigner.Method method) {
    return answers.presigned(caller, access.task(caller, projectId, taskId), method, filePath);
  }
}
