package org.openhtc.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * {@code /htc/metrics}: metrics of the caller's workspace and, for platform administrators, of the
 * platform.
 */
@ApiController
class MetricsController {
  private static final PrometheusTextFormatWriter FORMAT = PrometheusTextFormatWriter.create();

  private final WorkspaceMetrics workspace;
  private final PlatformMetrics platform;

  MetricsController(WorkspaceMetrics workspace, PlatformMetrics platform) {
    this.workspace = workspace;
    this.platform = platform;
  }

  @GetMapping("/htc/metrics")
  ResponseEntity<byte[]> metrics(Caller caller) {
    List<MetricSnapshot> metrics = new ArrayList<>(workspace.of(caller.workspaceId()));
    if (caller.role().atLeast(Role.PLATFORM_ADMIN)) {
      metrics.addAll(platform.now());
    }
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(FORMAT.getContentType()))
        .body(text(metrics));
  }

  private static byte[] text(List<MetricSnapshot> metrics) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      FORMAT.write(text, new MetricSnapshots(metrics), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toByteArray();
  }
}
