package org.openhtc.project;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.api.Role;
import org.openhtc.body.Body;
import org.openhtc.project.RegionChoice.RegionSettings;
import org.openhtc.region.RegionName;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /htc/projects}. */
@ApiController
class ProjectController {
  private final Projects projects;
  private final ProjectAccess access;
  private final ProjectQueries queries;
  private final ProjectRegistry registry;

  ProjectController(
      Projects projects, ProjectAccess access, ProjectQueries queries, ProjectRegistry registry) {
    this.projects = projects;
    this.access = access;
    this.queries = queries;
    this.registry = registry;
  }

  @PostMapping("/htc/projects")
  ProjectView create(Caller caller, Body<NewProject> project) {
    caller.require(Role.WORKSPACE_ADMIN);
    return view(projects.create(caller, project.read()));
  }

  @GetMapping("/htc/projects")
  Page<ProjectView> list(
      Caller caller,
      @RequestParam(defaultValue = "false") boolean onlyMyProjects,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    List<Project> rows = queries.page(caller, onlyMyProjects, page);
    Map<UUID, List<String>> repositories =
        registry.repositories(rows.stream().map(Project::id).toList());
    return Page.of(
        rows, page, row -> PageCursor.of(row.id()), project -> view(project, repositories));
  }

  @GetMapping("/htc/projects/{projectId}")
  ProjectView get(Caller caller, @PathVariable String projectId) {
    return view(access.visible(caller, projectId));
  }

  @PatchMapping("/htc/projects/{projectId}")
  ProjectView update(Caller caller, @PathVariable String projectId, Body<ProjectUpdate> update) {
    Project project = access.administered(caller, projectId);
    return view(projects.update(project.id(), update.read()));
  }

  private ProjectView view(Project project) {
    return view(project, registry.repositories(List.of(project.id())));
  }

  private ProjectView view(Project project, Map<UUID, List<String>> repositories) {
    return new ProjectView(
        project.id(),
        project.name(),
        project.description(),
        project.createdBy(),
        project.workspaceId(),
        project.organizationCode(),
        project.createdAt(),
        registry.address(project),
        repositories.getOrDefault(project.id(), List.of()),
        project.regions(),
        project.regions().stream().map(RegionSettings::of).toList(),
        project.folderPath());
  }

  /**
   * @param containerRegistry prefix of image names, with a slash at the end; {@code docker push}
   *     accepts it followed by {@code <repository>:<tag>}
   */
  record ProjectView(
      UUID projectId,
      String projectName,
      String projectDescription,
      String createdBy,
      String workspaceId,
      String organizationCode,
      Instant createdAt,
      String containerRegistry,
      List<String> repositories,
      List<RegionName> regions,
      List<RegionSettings> regionSettings,
      String projectFolderPath) {}
}
