package org.openhtc.registry;

import java.time.Duration;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * {@code /htc/projects/{projectId}/container-registry}: creates repositories and issues registry
 * passwords, for every user of the workspace.
 */
@ApiController
class RepositoryController {
  private static final Duration RETRY = Duration.ofMinutes(1);

  private final ProjectAccess projects;
  private final RepositoryStore repositories;
  private final RegistryAccess access;
  private final RegistryConnection registry;
  private final RegistrySettings settings;

  RepositoryController(
      ProjectAccess projects,
      RepositoryStore repositories,
      RegistryAccess access,
      RegistryConnection registry,
      RegistrySettings settings) {
    this.projects = projects;
    this.repositories = repositories;
    this.access = access;
    this.registry = registry;
    this.settings = settings;
  }

  /** Takes the rest of the path, because a name may contain slashes; it begins with a slash. */
  @PostMapping("/htc/projects/{projectId}/container-registry/repo/{*repoName}")
  RepositoryView create(
      UserCaller caller, @PathVariable String projectId, @PathVariable String repoName) {
    Project project = projects.visible(caller, projectId);
    String name = RepositoryName.checked(repoName.isEmpty() ? "" : repoName.substring(1));
    registry.requireRegistry();
    int most = settings.repositoriesPerProject();
    Repository created =
        repositories
            .create(project.id(), name, caller.userId(), most)
            .orElseThrow(() -> tooMany(most));
    return new RepositoryView(
        created.name(),
        true,
        project.id(),
        created.createdBy(),
        project.workspaceId(),
        registry.address(settings.path(project)));
  }

  private static ApiException tooMany(int most) {
    return ApiException.tooManyRequests(
        "The project has %d repositories, which is the maximum.".formatted(most), RETRY);
  }

  /** Returns the password only, in the form that {@code docker login --password-stdin} reads. */
  @GetMapping("/htc/projects/{projectId}/container-registry/token")
  ResponseEntity<String> token(UserCaller caller, @PathVariable String projectId) {
    Project project = projects.visible(caller, projectId);
    registry.requireRegistry();
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_PLAIN)
        .body(access.password(caller, project));
  }

  /**
   * @param successfullyCreated also true when the repository existed before
   * @param registryURI ends with a slash
   */
  record RepositoryView(
      String repositoryName,
      boolean successfullyCreated,
      UUID projectId,
      String createdBy,
      String workspaceId,
      String registryURI) {}
}
