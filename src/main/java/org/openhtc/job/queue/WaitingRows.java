package org.openhtc.job.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The columns of a {@link WaitingClass}, read from rows and bound to statements. */
final class WaitingRows {
  /** The classes bound by {@link #bind}, as a table {@code k}, numbered from 1 by {@code n}. */
  static final String CLASSES =
      """
      unnest(:projects::uuid[], :workspaces::text[], :priorities::text[], :architectures::text[],
             :vcpus::int[], :memories::int[], :disks::int[], :regionLists::text[])
        with ordinality as k (project_id, workspace_id, priority, architecture, vcpus, memory_mib,
                              disk_gib, region_list, n)
      """;

  private WaitingRows() {}

  static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, Collection<WaitingClass> classes) {
    return statement
        .param("projects", SqlArrays.uuids(classes, WaitingClass::project))
        .param("workspaces", SqlArrays.texts(classes, WaitingClass::workspace))
        .param("priorities", SqlArrays.texts(classes, k -> k.priority().name()))
        .param("architectures", SqlArrays.texts(classes, k -> k.demand().architecture().name()))
        .param("vcpus", SqlArrays.integers(classes, k -> k.demand().vcpus()))
        .param("memories", SqlArrays.integers(classes, k -> k.demand().memoryMib()))
        .param("disks", SqlArrays.integers(classes, k -> k.demand().diskGib()))
        .param("regionLists", SqlArrays.texts(classes, WaitingRows::literal));
  }

  /** PostgreSQL has no arrays of arrays of different lengths: each list is a literal. */
  private static String literal(WaitingClass waiting) {
    return waiting.regions().stream().map(Enum::name).collect(Collectors.joining(",", "{", "}"));
  }

  static WaitingClass waitingClass(ResultSet row) throws SQLException {
    return new WaitingClass(
        row.getObject("project_id", UUID.class),
        row.getString("workspace_id"),
        JobPriority.valueOf(row.getString("priority")),
        demand(row),
        regions(row));
  }

  static Demand demand(ResultSet row) throws SQLException {
    return new Demand(
        Architecture.valueOf(row.getString("architecture")),
        row.getInt("vcpus"),
        row.getInt("memory_mib"),
        row.getInt("disk_gib"));
  }

  private static List<RegionName> regions(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("regions").getArray();
    return Arrays.stream(names).map(RegionName::valueOf).toList();
  }
}
