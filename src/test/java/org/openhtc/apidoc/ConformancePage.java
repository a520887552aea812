package org.openhtc.apidoc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.testing.ApiDescription;
import org.openhtc.testing.DescribedOperation;

/** {@code docs/conformance.md}: compares the published, described and served operations. */
final class ConformancePage {
  private static final String INTRODUCTION =
      """
      # Conformance

      This page compares `openapi.yaml` and the running service with the published HTC API. `ConformanceIT`
      generates it from the structure of the published document (`src/test/resources/reference`), from
      `openapi.yaml` and from the routes of the service, and fails when the page is out of date. To generate it
      again:

          ./openhtc docs

      An operation conforms if the service has it and `openapi.yaml` contains everything that the published
      document defines for it: parameters, properties of bodies, enum values, bounds, formats, patterns and
      status codes. Where the published document lists the possible values of a property, a response must not
      contain other values. Deliberate differences are listed below.

      In addition, tests compare real responses with `openapi.yaml`: the status, the content type, the required
      headers, and each property of each body and event. If a service runs inside a test, all of its responses
      are compared, for any client; a mismatch fails the test during which it occurred. If a test starts the
      service as a separate process, the responses to the tests' own client and to the [fuzzer](fuzzing.md) are
      compared, but not the responses to other programs.

      """;

  private final ApiDescription published;
  private final ApiDescription openHtc;
  private final Map<String, String> controllers;
  private final Conformance conformance;
  private final List<Difference> unexpected;

  /**
   * @param controllers names of the controllers by the shape of the operation
   */
  ConformancePage(
      ApiDescription published, ApiDescription openHtc, Map<String, String> controllers) {
    this.published = published;
    this.openHtc = openHtc;
    this.controllers = controllers;
    this.conformance = new Conformance(published, openHtc);
    this.unexpected = new ArrayList<>(conformance.differences());
    unexpected.removeAll(DeliberateDifferences.REASONS.keySet());
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(summary());
    lines.add("");
    lines.add("| published | statuses | operation | further statuses | served by |");
    lines.add("| --- | --- | --- | --- | --- |");
    published.operations().forEach(operation -> lines.add(row(operation)));
    lines.add("");
    lines.add("## Deliberate differences");
    lines.add("");
    DeliberateDifferences.REASONS.forEach(
        (difference, reason) -> lines.add("- `%s`. %s".formatted(difference, reason)));
    lines.add("");
    lines.add("## Beyond the published API");
    lines.add("");
    lines.add("| path | operation | tag | statuses | served by |");
    lines.add("| --- | --- | --- | --- | --- |");
    additional().forEach(operation -> lines.add(additionalRow(operation)));
    return INTRODUCTION + String.join("\n", lines) + "\n";
  }

  /** For example {@code **57 of 57 operations** ...}. */
  String summary() {
    long conforming = published.operations().stream().filter(this::isConforming).count();
    return "**%d of %d operations** of the published API conform."
        .formatted(conforming, published.operations().size());
  }

  private boolean isConforming(DescribedOperation operation) {
    return conformance.own(operation).isPresent()
        && controllers.containsKey(operation.shape())
        && unexpected.stream().noneMatch(d -> d.operation().equals(operation.name()));
  }

  private String row(DescribedOperation operation) {
    Optional<DescribedOperation> own = conformance.own(operation);
    Set<String> additional = new TreeSet<>(own.map(DescribedOperation::statuses).orElse(Set.of()));
    additional.removeAll(operation.statuses());
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            operation.name(),
            String.join(" ", operation.statuses()),
            own.map(DescribedOperation::id).orElse("missing"),
            String.join(" ", additional),
            servedBy(operation));
  }

  private String additionalRow(DescribedOperation operation) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            operation.name(),
            operation.id(),
            operation.node().path("tags").path(0).asString(),
            String.join(" ", operation.statuses()),
            servedBy(operation));
  }

  private String servedBy(DescribedOperation operation) {
    return controllers.getOrDefault(operation.shape(), "none");
  }

  private List<DescribedOperation> additional() {
    List<String> names = published.operations().stream().map(DescribedOperation::name).toList();
    return openHtc.operations().stream().filter(own -> !names.contains(own.name())).toList();
  }
}
