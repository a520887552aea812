package org.openhtc.job.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobTag;
import org.openhtc.region.RegionName;

/**
 * The limits and defaults of a submission. Ranges and patterns are those of the published API;
 * defaults that it does not define are OpenHTC's own.
 */
final class JobSubmissionRules {
  static final int MAX_BATCHES = 100;
  static final int MAX_BATCH_SIZE = 1000;
  private static final int MAX_TAGS = 50;

  private JobSubmissionRules() {}

  /**
   * @param allowed the project's regions
   * @throws ApiException 400 for the first wrong property
   */
  static List<CheckedBatch> check(
      @Nullable List<@Nullable BatchRequest> batches, List<RegionName> allowed) {
    if (batches == null || batches.isEmpty() || batches.size() > MAX_BATCHES) {
      int count = batches == null ? 0 : batches.size();
      throw ApiException.invalid(
          "The body has %d batches, not from 1 to %d.".formatted(count, MAX_BATCHES));
    }
    List<CheckedBatch> checked = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      String at = "[%d]".formatted(i);
      BatchRequest batch = TextRules.required(batches.get(i), at);
      checked.add(batch(batch, at + ".", allowed));
    }
    return checked;
  }

  private static CheckedBatch batch(BatchRequest batch, String at, List<RegionName> allowed) {
    JobDefinition definition =
        DefinitionRules.check(
            TextRules.required(batch.htcJobDefinition(), at + "htcJobDefinition"),
            at + "htcJobDefinition");
    return new CheckedBatch(
        TextRules.text(batch.jobName(), at + "jobName", TextRules.MAX_TEXT),
        inRange(batch.batchSize(), 1, 1, MAX_BATCH_SIZE, at + "batchSize"),
        regions(batch, at, allowed),
        RetryRequestRules.strategy(
            batch.retryStrategy(), definition.maxMemory(), at + "retryStrategy."),
        RetryRequestRules.failFast(batch.failFast(), at + "failFast"),
        tags(batch.tags(), at + "tags"),
        definition,
        null);
  }

  private static List<RegionName> regions(BatchRequest batch, String at, List<RegionName> allowed) {
    if (batch.regions() != null && !batch.regions().isEmpty()) {
      return among(allowed, batch.regions(), at + "regions");
    }
    return batch.region() == null
        ? allowed
        : among(allowed, List.of(batch.region()), at + "region");
  }

  private static List<RegionName> among(
      List<RegionName> allowed, List<? extends @Nullable RegionName> requested, String member) {
    for (RegionName region : requested) {
      if (region == null || !allowed.contains(region)) {
        throw ApiException.invalid(
            "%s '%s' is not one of the project's regions %s.".formatted(member, region, allowed));
      }
    }
    return requested.stream().<RegionName>map(Objects::requireNonNull).distinct().toList();
  }

  private static List<JobTag> tags(@Nullable List<@Nullable JobTag> tags, String member) {
    List<JobTag> checked = new ArrayList<>();
    for (JobTag tag : TextRules.list(tags, member, MAX_TAGS)) {
      JobTag given = TextRules.required(tag, member);
      TextRules.text(given.key(), member + ".key", TextRules.MAX_TEXT);
      TextRules.text(given.value(), member + ".value", TextRules.MAX_TEXT);
      checked.add(given);
    }
    return List.copyOf(checked);
  }

  static int inRange(@Nullable Integer value, int whenAbsent, int min, int max, String member) {
    int number = value == null ? whenAbsent : value;
    if (number < min || number > max) {
      throw ApiException.invalid("%s %d is not from %d to %d.".formatted(member, number, min, max));
    }
    return number;
  }
}
