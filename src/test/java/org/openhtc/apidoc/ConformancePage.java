package org.openhtc.apidoc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.testing.ApiDescription;
import org.openhtc.testing.DescribedOperation;

/** {@code docs/conformance.md}: published, ours and served, operation by operation. */
final class ConformancePage {
  private static final String INTRODUCTION =
      """
      # Conformance

      What of the published HTC API is described in `openapi.yaml` and served. `ConformanceIT` draws this
      page from the published document's structure (`src/test/resources/reference`), our document and the
      routes of the running service, and fails when the page is another. To write it anew:

          ./mvnw -B surefire:test -Dtest=ConformanceIT -Dopenhtc.write-docs=true

      An operation counts when it is served and when everything that the published document says of it
      stands in ours: parameters, members of bodies, enum values, bounds, formats, patterns and status
      codes; and when no answer of ours may have a value where the published document has a list without
      it. Differences on purpose are listed below.

      Beside that, tests hold answers against `openapi.yaml`: status, content type, the headers that it
      requires, and each member of each body and event. Every answer of a service that runs inside the
      tests is held, whoever asked for it, other programs too, and fails the test that it was given in. Of
      a service that a test starts as a process of its own, the answers are held that the tests' own client
      gets and that the [fuzzer](fuzzing.md) gets, not those that other programs get.

      """;

  private final ApiDescription published;
  private final ApiDescription ours;
  private final Map<String, String> controllers;
  private final Conformance conformance;
  private final List<Difference> unexpected;

  /**
   * @param controllers who serves an operation, by its shape
   */
  ConformancePage(ApiDescription published, ApiDescription ours, Map<String, String> controllers) {
    this.published = published;
    this.ours = ours;
    this.controllers = controllers;
    this.conformance = new Conformance(published, ours);
    this.unexpected = new ArrayList<>(conformance.differences());
    unexpected.removeAll(DeliberateDifferences.REASONS.keySet());
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(summary());
    lines.add("");
    lines.add("| published | statuses | ours | further statuses | served by |");
    lines.add("| --- | --- | --- | --- | --- |");
    published.operations().forEach(operation -> lines.add(row(operation)));
    lines.add("");
    lines.add("## Differences on purpose");
    lines.add("");
    DeliberateDifferences.REASONS.forEach(
        (difference, reason) -> lines.add("- `%s`. %s".formatted(difference, reason)));
    lines.add("");
    lines.add("## Beyond the published API");
    lines.add("");
    lines.add("| ours | operation | tag | statuses | served by |");
    lines.add("| --- | --- | --- | --- | --- |");
    beyond().forEach(operation -> lines.add(rowBeyond(operation)));
    return INTRODUCTION + String.join("\n", lines) + "\n";
  }

  /** Such as {@code **57 of 57 operations**}. */
  String summary() {
    long good = published.operations().stream().filter(this::isConforming).count();
    return "**%d of %d operations** of the published API are served as it says."
        .formatted(good, published.operations().size());
  }

  private boolean isConforming(DescribedOperation operation) {
    return conformance.ofOurs(operation).isPresent()
        && controllers.containsKey(operation.shape())
        && unexpected.stream().noneMatch(d -> d.operation().equals(operation.name()));
  }

  private String row(DescribedOperation operation) {
    Optional<DescribedOperation> own = conformance.ofOurs(operation);
    Set<String> further = new TreeSet<>(own.map(DescribedOperation::statuses).orElse(Set.of()));
    further.removeAll(operation.statuses());
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            operation.name(),
            String.join(" ", operation.statuses()),
            own.map(DescribedOperation::id).orElse("missing"),
            String.join(" ", further),
            servedBy(operation));
  }

  private String rowBeyond(DescribedOperation operation) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            operation.name(),
            operation.id(),
            operation.node().path("tags").path(0).asString(),
            String.join(" ", operation.statuses()),
            servedBy(operation));
  }

  private String servedBy(DescribedOperation operation) {
    return controllers.getOrDefault(operation.shape(), "nobody");
  }

  private List<DescribedOperation> beyond() {
    List<String> names = published.operations().stream().map(DescribedOperation::name).toList();
    return ours.operations().stream().filter(own -> !names.contains(own.name())).toList();
  }
}
