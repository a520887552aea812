package org.openhtc.project;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.published.AutoscalingProfile;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The only writer of table {@code project_dimension}. */
@Repository
class DimensionStore {
  private static final String OF =
      """
      select project_id, region, machine_type, priority, scaling_policy, hyperthreading
      from project_dimension where project_id = any(:projects::uuid[])
      order by project_id, position
      """;

  /** Makes concurrent changes of the same project's dimensions wait. */
  private static final String LOCK =
      """
      select id from project where id = :project for update
      """;

  private static final String CLEAR =
      """
      delete from project_dimension where project_id = :project
      """;

  private static final String ADD =
      """
      insert into project_dimension
        (project_id, position, region, machine_type, priority, scaling_policy, hyperthreading)
      values (:project, :position, :region, :machine, :priority, :scaling, :hyperthreading)
      """;

  private final JdbcClient jdbc;

  DimensionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Map<UUID, List<Dimension>> of(Collection<UUID> projects) {
    Map<UUID, List<Dimension>> found = new LinkedHashMap<>();
    jdbc.sql(OF)
        .param("projects", SqlArrays.uuids(projects))
        .query(row -> {
          UUID project = row.getObject("project_id", UUID.class);
          found.computeIfAbsent(project, p -> new ArrayList<>()).add(dimension(row));
        });
    return found;
  }

  /** Replaces all dimensions of the project, in the caller's transaction. */
  void replace(UUID project, List<Dimension> dimensions) {
    jdbc.sql(LOCK).param("project", project).query(UUID.class).single();
    jdbc.sql(CLEAR).param("project", project).update();
    for (int i = 0; i < dimensions.size(); i++) {
      add(project, i, dimensions.get(i));
    }
  }

  private void add(UUID project, int position, Dimension dimension) {
    jdbc.sql(ADD)
        .param("project", project)
        .param("position", position)
        .param("region", name(dimension.region()))
        .param("machine", dimension.machineType())
        .param("priority", name(dimension.priority()))
        .param("scaling", name(dimension.computeScalingPolicy()))
        .param("hyperthreading", dimension.hyperthreading())
        .update();
  }

  private static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  private static Dimension dimension(ResultSet row) throws SQLException {
    return new Dimension(
        constant(row, "region", RegionName::valueOf),
        row.getString("machine_type"),
        constant(row, "priority", JobPriority::valueOf),
        constant(row, "scaling_policy", AutoscalingProfile::valueOf),
        row.getObject("hyperthreading", Boolean.class));
  }

  private static <T> @Nullable T constant(ResultSet row, String column, Function<String, T> named)
      throws SQLException {
    String name = row.getString(column);
    return name == null ? null : named.apply(name);
  }
}
