package org.openhtc.registry;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes table {@code image_repository}. */
@Component
class RepositoryStore {
  private static final String CREATE =
      """
      INSERT INTO image_repository (project_id, name, created_by, created_at)
      SELECT :project, :name, :createdBy, :now
      WHERE (SELECT count(*) FROM image_repository WHERE project_id = :project) < :most
      ON CONFLICT DO NOTHING
      """;

  private static final String ONE =
      """
      SELECT project_id, name, created_by FROM image_repository
      WHERE project_id = :project AND name = :name
      """;

  private static final String EXISTS =
      """
      SELECT EXISTS (
        SELECT 1 FROM image_repository WHERE project_id = :project AND name = :name)
      """;

  private static final String OF_PROJECTS =
      """
      SELECT project_id, name, created_by FROM image_repository
      WHERE project_id = ANY (:projects::uuid[]) ORDER BY name COLLATE "C"
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  RepositoryStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Creates the repository, or returns the existing one of that name. Empty if there is none and
   * the project has as many as it may have.
   */
  Optional<Repository> create(UUID projectId, String name, String createdBy, int most) {
    jdbc.sql(CREATE)
        .param("project", projectId)
        .param("name", name)
        .param("createdBy", createdBy)
        .param("now", Timestamp.from(clock.instant()))
        .param("most", most)
        .update();
    return jdbc.sql(ONE)
        .param("project", projectId)
        .param("name", name)
        .query(Repository.class)
        .optional();
  }

  boolean exists(UUID projectId, String name) {
    return jdbc.sql(EXISTS)
        .param("project", projectId)
        .param("name", name)
        .query(Boolean.class)
        .single();
  }

  /** The sorted names by project; projects without repositories are not included. */
  Map<UUID, List<String>> ofProjects(Collection<UUID> projects) {
    return jdbc
        .sql(OF_PROJECTS)
        .param("projects", SqlArrays.uuids(projects))
        .query(Repository.class)
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Repository::projectId, Collectors.mapping(Repository::name, Collectors.toList())));
  }
}
