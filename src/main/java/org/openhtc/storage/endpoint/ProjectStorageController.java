package org.openhtc.storage.endpoint;

import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageQuery;
import org.openhtc.region.RegionName;
import org.openhtc.storage.UrlSigner;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /htc/projects/{projectId}/storage}: the project's shared folder. */
@ApiController
class ProjectStorageController {
  private static final String STORAGE = "/htc/projects/{projectId}/storage";

  private final StorageAccess access;
  private final StorageRegions regions;
  private final StorageResponses responses;
  private final FileLists files;

  ProjectStorageController(
      StorageAccess access, StorageRegions regions, StorageResponses responses, FileLists files) {
    this.access = access;
    this.regions = regions;
    this.responses = responses;
    this.files = files;
  }

  @GetMapping(STORAGE + "/token")
  StorageResponses.TokenView token(Caller caller, @PathVariable String projectId) {
    FolderAccess folders = access.project(caller, projectId);
    return responses.token(caller, folders, folders.defaultRegion());
  }

  @GetMapping(STORAGE + "/token/{region}")
  StorageResponses.TokenView token(
      Caller caller, @PathVariable String projectId, @PathVariable RegionName region) {
    FolderAccess folders = access.project(caller, projectId);
    return responses.token(caller, folders, regions.of(folders.project(), region));
  }

  @GetMapping(STORAGE + "/tokens")
  StorageResponses.TokenListView tokens(Caller caller, @PathVariable String projectId) {
    return responses.all(caller, access.project(caller, projectId));
  }

  @GetMapping(STORAGE + "/presigned-url")
  StorageResponses.PresignedUrl presigned(
      Caller caller,
      @PathVariable String projectId,
      @RequestParam String filePath,
      @RequestParam(defaultValue = "PUT") UrlSigner.Method method) {
    return responses.presigned(caller, access.project(caller, projectId), method, filePath);
  }

  @GetMapping(STORAGE + "/files")
  Page<FileLists.FileView> files(
      Caller caller,
      @PathVariable String projectId,
      @RequestParam(defaultValue = "") String folder,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    PageQuery query = PageQuery.of(pageIndex, pageSize);
    return files.of(access.project(caller, projectId), folder, query);
  }
}
