package org.openhtc.job.submission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobTag;
import org.openhtc.job.NameValue;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * The limits and defaults of a submission. Ranges and patterns are those of the published API;
 * defaults that it does not define are OpenHTC's own.
 */
final class JobSubmissionRules {
  static final int MAX_BATCHES = 100;
  static final int MAX_BATCH_SIZE = 1000;
  private static final int DEFAULT_MEMORY_MIB = 1024;
  private static final int DEFAULT_DISK_GIB = 10;
  private static final int DEFAULT_TIMEOUT_SECONDS = 86_400;
  private static final int MAX_TEXT = 255;
  private static final int MAX_IMAGE = 512;

  /** Names and values together: a job's token must fit into a header, and servers accept 8 KB. */
  private static final int MAX_CLAIMS = 4096;

  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*"
              + "(:[_a-zA-Z0-9][-._a-zA-Z0-9]*)?");

  /** The published pattern, and the names of further variables that OpenHTC sets for each job. */
  private static final Pattern RESERVED =
      Pattern.compile(
          ".*AWS_BATCH_.*|RESCALE_(PROJECT|TASK|JOB)_ID.*|RESCALE_HTC_.*"
              + "|(PROJECT|TASK)_SHARED_FOLDER.*"
              + "|AWS_(SESSION_TOKEN|ACCESS_KEY_ID|SECRET_ACCESS_KEY).*|RDF_.*");

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
      BatchRequest batch = required(batches.get(i), at);
      checked.add(batch(batch, at + ".", allowed));
    }
    return checked;
  }

  private static CheckedBatch batch(BatchRequest batch, String at, List<RegionName> allowed) {
    BatchRequest.Definition definition =
        required(batch.htcJobDefinition(), at + "htcJobDefinition");
    int retries =
        batch.retryStrategy() == null
            ? 0
            : inRange(
                batch.retryStrategy().maxRetries(), 0, 0, 10, at + "retryStrategy.maxRetries");
    return new CheckedBatch(
        text(batch.jobName(), at + "jobName", MAX_TEXT),
        inRange(batch.batchSize(), 1, 1, MAX_BATCH_SIZE, at + "batchSize"),
        regions(batch, at, allowed),
        retries,
        tags(batch.tags(), at + "tags"),
        definition(definition, at + "htcJobDefinition."),
        null);
  }

  private static JobDefinition definition(BatchRequest.Definition d, String at) {
    return new JobDefinition(
        image(d.imageName(), at + "imageName"),
        inRange(d.maxVCpus(), 1, 1, 64, at + "maxVCpus"),
        inRange(d.maxMemory(), DEFAULT_MEMORY_MIB, 4, 235_520, at + "maxMemory"),
        disk(inRange(d.maxDiskGiB(), DEFAULT_DISK_GIB, 0, 64_000, at + "maxDiskGiB")),
        d.maxSwap() == null ? null : inRange(d.maxSwap(), 0, 0, Integer.MAX_VALUE, at + "maxSwap"),
        tagMap(d.tags(), at + "tags"),
        commands(d.commands(), at + "commands"),
        envs(d.envs(), at + "envs"),
        claims(d.claims(), at + "claims"),
        inRange(
            d.execTimeoutSeconds(),
            DEFAULT_TIMEOUT_SECONDS,
            60,
            1_209_600,
            at + "execTimeoutSeconds"),
        Objects.requireNonNullElse(d.architecture(), Architecture.X86),
        Objects.requireNonNullElse(d.priority(), JobPriority.ON_DEMAND_PRIORITY),
        emptyToNull(text(d.workingDir(), at + "workingDir", 4096)));
  }

  /** No job may fill the disk of its host: 0 counts as not specified. */
  private static int disk(int gib) {
    return gib == 0 ? DEFAULT_DISK_GIB : gib;
  }

  private static String image(@Nullable String image, String member) {
    String name = required(text(image, member, MAX_IMAGE), member);
    if (!IMAGE.matcher(name).matches()) {
      throw ApiException.invalid("%s '%s' is not an image name.".formatted(member, shown(name)));
    }
    return name;
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

  private static List<String> commands(@Nullable List<@Nullable String> commands, String member) {
    List<String> checked = new ArrayList<>();
    for (String argument : Objects.requireNonNullElse(commands, List.<@Nullable String>of())) {
      checked.add(noNul(required(argument, member), member));
    }
    return List.copyOf(checked);
  }

  private static List<NameValue> envs(
      @Nullable List<BatchRequest.@Nullable Pair> envs, String member) {
    List<NameValue> checked = pairs(envs, member);
    Set<String> seen = new HashSet<>();
    for (NameValue env : checked) {
      if (RESERVED.matcher(env.name()).matches()) {
        throw ApiException.invalid(
            "%s name '%s' is reserved.".formatted(member, shown(env.name())));
      }
      if (env.name().isEmpty() || env.name().indexOf('=') >= 0) {
        throw ApiException.invalid(
            "%s name '%s' can't name an environment variable."
                .formatted(member, shown(env.name())));
      }
      if (!seen.add(env.name())) {
        throw ApiException.invalid(
            "%s name '%s' occurs twice.".formatted(member, shown(env.name())));
      }
    }
    return checked;
  }

  private static List<NameValue> claims(
      @Nullable List<BatchRequest.@Nullable Pair> claims, String member) {
    List<NameValue> checked = pairs(claims, member);
    int size = checked.stream().mapToInt(c -> c.name().length() + c.value().length()).sum();
    if (size > MAX_CLAIMS) {
      throw ApiException.invalid(
          "%s have %d characters together, more than %d.".formatted(member, size, MAX_CLAIMS));
    }
    return checked;
  }

  private static List<NameValue> pairs(
      @Nullable List<BatchRequest.@Nullable Pair> pairs, String member) {
    List<NameValue> checked = new ArrayList<>();
    for (BatchRequest.Pair pair :
        Objects.requireNonNullElse(pairs, List.<BatchRequest.@Nullable Pair>of())) {
      BatchRequest.Pair given = required(pair, member);
      checked.add(
          new NameValue(
              noNul(required(given.name(), member + ".name"), member + ".name"),
              noNul(required(given.value(), member + ".value"), member + ".value")));
    }
    return List.copyOf(checked);
  }

  private static List<JobTag> tags(@Nullable List<@Nullable JobTag> tags, String member) {
    List<JobTag> checked = new ArrayList<>();
    for (JobTag tag : Objects.requireNonNullElse(tags, List.<@Nullable JobTag>of())) {
      JobTag given = required(tag, member);
      text(given.key(), member + ".key", MAX_TEXT);
      text(given.value(), member + ".value", MAX_TEXT);
      checked.add(given);
    }
    return List.copyOf(checked);
  }

  private static Map<String, String> tagMap(
      @Nullable Map<String, @Nullable String> tags, String member) {
    Map<String, @Nullable String> given = Objects.requireNonNullElse(tags, Map.of());
    given.forEach((key, value) -> {
      noNul(key, member);
      noNul(required(value, member + "." + key), member);
    });
    return given.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, e -> Objects.requireNonNull(e.getValue())));
  }

  private static int inRange(
      @Nullable Integer value, int whenAbsent, int min, int max, String member) {
    int number = value == null ? whenAbsent : value;
    if (number < min || number > max) {
      throw ApiException.invalid("%s %d is not from %d to %d.".formatted(member, number, min, max));
    }
    return number;
  }

  private static @Nullable String text(@Nullable String value, String member, int max) {
    if (value != null && value.length() > max) {
      throw ApiException.invalid(
          "%s '%s' is longer than %d characters.".formatted(member, shown(value), max));
    }
    return value == null ? null : noNul(value, member);
  }

  /** Neither an argument vector nor PostgreSQL can represent the character 0. */
  private static String noNul(String value, String member) {
    if (value.indexOf('\0') >= 0) {
      throw ApiException.invalid("%s contains a NUL character.".formatted(member));
    }
    return value;
  }

  private static @Nullable String emptyToNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  private static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw ApiException.invalid("%s is missing.".formatted(member));
    }
    return value;
  }

  private static String shown(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "...";
  }
}
