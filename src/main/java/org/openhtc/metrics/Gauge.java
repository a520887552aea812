package org.openhtc.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** Builds the snapshot of a gauge metric for one response. */
final class Gauge {
  private final GaugeSnapshot.Builder points;
  private final String[] labels;

  /**
   * @param help one sentence
   */
  Gauge(String name, String help, String... labels) {
    this.points = GaugeSnapshot.builder().name(name).help(help);
    this.labels = labels;
  }

  /** Adds a value with these values of the labels, in the order of the labels' names. */
  void set(double value, Object... labelValues) {
    String[] values = new String[labelValues.length];
    for (int i = 0; i < labelValues.length; i++) {
      values[i] = labelValues[i].toString();
    }
    points.dataPoint(
        GaugeDataPointSnapshot.builder().labels(Labels.of(labels, values)).value(value).build());
  }

  GaugeSnapshot snapshot() {
    return points.build();
  }
}
