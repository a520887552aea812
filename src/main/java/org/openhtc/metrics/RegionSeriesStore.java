package org.openhtc.metrics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openhtc.job.series.SeriesRange;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The points of regions in the database. A point is stored only if it differs from the last one.
 */
@Repository
class RegionSeriesStore {
  private static final String RECORD =
      """
      insert into region_point (region, at, hosts, ready_hosts, vcpus, free_vcpus, jobs)
      select :region, :at, :hosts, :readyHosts, :vcpus, :freeVcpus, :jobs
      where (:hosts::bigint, :readyHosts::bigint, :vcpus::bigint, :freeVcpus::bigint, :jobs::bigint)
        is distinct from (
          select (hosts, ready_hosts, vcpus, free_vcpus, jobs)
          from region_point where region = :region order by at desc limit 1)
      on conflict do nothing
      """;

  private static final String REMOVE =
      """
      delete from region_point
      where (region, at) in (
        select region, at from region_point where at < :before order by at limit :limit)
      """;

  private static final String FIRST =
      "select min(at) as first from region_point where region = :region";

  /** The point before the range gives the figures at its beginning. */
  private static final String READ =
      """
      (select :from::timestamptz as at, hosts, ready_hosts, vcpus, free_vcpus, jobs
       from region_point
       where region = :region and at <= :from order by region_point.at desc limit 1)
      union all
      (select distinct on (step) at, hosts, ready_hosts, vcpus, free_vcpus, jobs
       from (
         select *, date_bin(make_interval(secs => :step), at, :from) as step
         from region_point where region = :region and at > :from and at < :to) of_range
       order by step, at desc)
      order by at
      """;

  private final JdbcClient jdbc;

  RegionSeriesStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void record(RegionName region, RegionPoint point) {
    jdbc.sql(RECORD)
        .param("region", region.name())
        .param("at", SqlTime.of(point.at()))
        .param("hosts", point.hosts())
        .param("readyHosts", point.readyHosts())
        .param("vcpus", point.vcpus())
        .param("freeVcpus", point.freeVcpus())
        .param("jobs", point.jobs())
        .update();
  }

  /** Removes the oldest points; returns how many. */
  int remove(Instant before, int limit) {
    return jdbc.sql(REMOVE).param("before", SqlTime.of(before)).param("limit", limit).update();
  }

  /** The time of the first stored point. */
  Optional<Instant> first(RegionName region) {
    return jdbc.sql(FIRST)
        .param("region", region.name())
        .query((row, n) -> Optional.ofNullable(SqlTime.optional(row, "first")))
        .single();
  }

  List<RegionPoint> read(RegionName region, SeriesRange range) {
    return jdbc.sql(READ)
        .param("region", region.name())
        .param("from", SqlTime.of(range.from()))
        .param("to", SqlTime.of(range.to()))
        .param("step", range.step().toSeconds())
        .query((row, n) -> point(row))
        .list();
  }

  private static RegionPoint point(ResultSet row) throws SQLException {
    return new RegionPoint(
        SqlTime.required(row, "at"),
        row.getLong("hosts"),
        row.getLong("ready_hosts"),
        row.getLong("vcpus"),
        row.getLong("free_vcpus"),
        row.getLong("jobs"));
  }
}
