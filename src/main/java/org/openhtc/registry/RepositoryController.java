package org.openhtc.registry;

import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Repositories and logins of a project's registry, for every user of the workspace. */
@ApiController
class RepositoryController {
  private final ProjectAccess projects;
  private final Repositories repositories;
  private final RegistryAccess access;
  private final RegistryConnection registry;
  private final RegistrySettings settings;

  RepositoryController(
      ProjectAccess projects,
      Repositories repositories,
      RegistryAccess access,
      RegistryConnection registry,
      RegistrySettings settings) {
    this.projects = projects;
    this.repositories = repositories;
    this.access = access;
    this.registry = registry;
    this.settings = settings;
  }

  /** A name may hold slashes, so the variable is the rest of the path; it begins with one. */
  @PostMapping("/htc/projects/{projectId}/container-registry/repo/{*repoName}")
  RepositoryView create(
      UserCaller caller, @PathVariable String projectId, @PathVariable String repoName) {
    Project project = projects.visible(caller, projectId);
    String name = RepositoryName.checked(repoName.isEmpty() ? "" : repoName.substring(1));
    registry.requirePresence();
    Repository created = repositories.create(project.id(), name, caller.userId());
    return new RepositoryView(
        created.name(),
        true,
        project.id(),
        created.createdBy(),
        project.workspaceId(),
        registry.address(settings.path(project)));
  }

  /** The bare password as {@code docker login --password-stdin} reads it. */
  @GetMapping("/htc/projects/{projectId}/container-registry/token")
  ResponseEntity<String> token(UserCaller caller, @PathVariable String projectId) {
    Project project = projects.visible(caller, projectId);
    registry.requirePresence();
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_PLAIN)
        .body(access.password(caller, project));
  }

  /**
   * @param successfullyCreated also when it was there before: asking twice is no mistake
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
