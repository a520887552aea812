package org.openhtc.metrics;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.openhtc.job.series.SeriesRange;

/**
 * The figures of a region over time. Each value holds until the next point.
 *
 * @param to exclusive
 * @param stepSeconds of the points in each step only the last one is contained
 * @param at the times of the points, ascending; the other lists have a value for each of them
 * @param vcpus for jobs on ready hosts
 * @param freeVcpus those that no job uses
 * @param jobs on hosts
 */
record RegionSeries(
    Instant from,
    Instant to,
    long stepSeconds,
    List<Instant> at,
    List<Long> hosts,
    List<Long> readyHosts,
    List<Long> vcpus,
    List<Long> freeVcpus,
    List<Long> jobs) {

  static RegionSeries of(SeriesRange range, List<RegionPoint> points) {
    return new RegionSeries(
        range.from(),
        range.to(),
        range.step().toSeconds(),
        column(points, RegionPoint::at),
        column(points, RegionPoint::hosts),
        column(points, RegionPoint::readyHosts),
        column(points, RegionPoint::vcpus),
        column(points, RegionPoint::freeVcpus),
        column(points, RegionPoint::jobs));
  }

  private static <T> List<T> column(List<RegionPoint> points, Function<RegionPoint, T> value) {
    return points.stream().map(value).toList();
  }
}
