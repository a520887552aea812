package org.openhtc.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** A metric that is read off when it is asked for. */
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

  /** Adds the value for these labels, in the order of the labels' names. */
  void set(double value, Object... of) {
    String[] values = new String[of.length];
    for (int i = 0; i < of.length; i++) {
      values[i] = of[i].toString();
    }
    points.dataPoint(
        GaugeDataPointSnapshot.builder().labels(Labels.of(labels, values)).value(value).build());
  }

  GaugeSnapshot snapshot() {
    return points.build();
  }
}
