package org.openhtc.registry;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectRegistry;
import org.springframework.stereotype.Component;

/** Provides the registry address and repositories that the project endpoints return. */
@Component
class ProjectImageRegistry implements ProjectRegistry {
  private final RegistryConnection connection;
  private final RegistrySettings settings;
  private final RepositoryStore repositories;

  ProjectImageRegistry(
      RegistryConnection connection, RegistrySettings settings, RepositoryStore repositories) {
    this.connection = connection;
    this.settings = settings;
    this.repositories = repositories;
  }

  @Override
  public String address(Project project) {
    return connection.address(settings.path(project));
  }

  @Override
  public Map<UUID, List<String>> repositories(Collection<UUID> projects) {
    return repositories.ofProjects(projects);
  }
}
