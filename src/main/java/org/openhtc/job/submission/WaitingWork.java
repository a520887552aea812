package org.openhtc.job.submission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.openhtc.region.RegionName;

/**
 * The waiting work of a workspace.
 *
 * @param classes the different demands of its live batches
 */
public record WaitingWork(long jobs, long batches, List<DemandClass> classes) {
  /** Batches of one class wait for the same capacity. */
  public record DemandClass(
      UUID project,
      List<String> regions,
      String priority,
      String architecture,
      int vcpus,
      int memory,
      int disk) {

    /** The class of a row of table {@code job_batch}. */
    public static DemandClass of(ResultSet row) throws SQLException {
      return new DemandClass(
          row.getObject("project_id", UUID.class),
          List.of((String[]) row.getArray("regions").getArray()),
          row.getString("priority"),
          row.getString("architecture"),
          row.getInt("vcpus"),
          row.getInt("memory_mib"),
          row.getInt("disk_gib"));
    }

    static DemandClass of(UUID project, CheckedBatch batch) {
      return new DemandClass(
          project,
          batch.regions().stream().map(RegionName::name).toList(),
          batch.definition().priority().name(),
          batch.definition().architecture().name(),
          batch.definition().maxVCpus(),
          batch.definition().maxMemory(),
          batch.definition().maxDiskGiB());
    }
  }
}
