package org.openhtc.job.submission;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.NameValue;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;

/** The limits and defaults of a definition. Every list is counted before its elements are read. */
final class DefinitionRules {
  private static final int DEFAULT_MEMORY_MIB = 1024;
  private static final int DEFAULT_DISK_GIB = 10;
  private static final int DEFAULT_TIMEOUT_SECONDS = 86_400;
  private static final int MAX_IMAGE = 512;
  private static final int MAX_DIRECTORY = 4096;
  private static final int MAX_ARGUMENTS = 1000;
  private static final int MAX_VARIABLES = 1000;
  private static final int MAX_CLAIMS = 200;
  private static final int MAX_TAGS = 50;

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

  private final BatchRequest.Definition given;
  private final String at;
  private final DefinitionSize size;

  private DefinitionRules(BatchRequest.Definition given, String member) {
    this.given = given;
    this.at = member + ".";
    this.size = new DefinitionSize(member);
  }

  /**
   * @param member the definition's path in the body, for messages
   * @throws ApiException 400 for the first wrong property
   */
  static JobDefinition check(BatchRequest.Definition given, String member) {
    return new DefinitionRules(given, member).checked();
  }

  private JobDefinition checked() {
    return new JobDefinition(
        image(),
        inRange(given.maxVCpus(), 1, 1, 64, "maxVCpus"),
        inRange(given.maxMemory(), DEFAULT_MEMORY_MIB, 4, 235_520, "maxMemory"),
        disk(),
        given.maxSwap() == null
            ? null
            : inRange(given.maxSwap(), 0, 0, Integer.MAX_VALUE, "maxSwap"),
        tags(),
        commands(),
        envs(),
        ClaimsRule.checked(pairs(given.claims(), at + "claims", MAX_CLAIMS), at + "claims"),
        inRange(
            given.execTimeoutSeconds(),
            DEFAULT_TIMEOUT_SECONDS,
            60,
            1_209_600,
            "execTimeoutSeconds"),
        Objects.requireNonNullElse(given.architecture(), Architecture.X86),
        Objects.requireNonNullElse(given.priority(), JobPriority.ON_DEMAND_PRIORITY),
        workingDirectory());
  }

  private int inRange(@Nullable Integer value, int whenAbsent, int min, int max, String name) {
    return JobSubmissionRules.inRange(value, whenAbsent, min, max, at + name);
  }

  /** No job may fill the disk of its host: 0 counts as not specified. */
  private int disk() {
    int gib = inRange(given.maxDiskGiB(), DEFAULT_DISK_GIB, 0, 64_000, "maxDiskGiB");
    return gib == 0 ? DEFAULT_DISK_GIB : gib;
  }

  private String image() {
    String member = at + "imageName";
    String name = TextRules.required(TextRules.text(given.imageName(), member, MAX_IMAGE), member);
    if (!IMAGE.matcher(name).matches()) {
      throw ApiException.invalid(
          "%s '%s' is not an image name.".formatted(member, TextRules.shown(name)));
    }
    return name;
  }

  private List<String> commands() {
    String member = at + "commands";
    List<String> checked = new ArrayList<>();
    for (String argument : TextRules.list(given.commands(), member, MAX_ARGUMENTS)) {
      String text = TextRules.storable(TextRules.required(argument, member), member);
      size.countArgument(text, member);
      checked.add(text);
    }
    return List.copyOf(checked);
  }

  private List<NameValue> envs() {
    String member = at + "envs";
    List<NameValue> checked = pairs(given.envs(), member, MAX_VARIABLES);
    Set<String> seen = new HashSet<>();
    for (NameValue env : checked) {
      size.countVariable(env.name(), env.value(), member);
      String problem = problem(env.name());
      if (problem == null && !seen.add(env.name())) {
        problem = "occurs twice";
      }
      if (problem != null) {
        throw ApiException.invalid(
            "%s name '%s' %s.".formatted(member, TextRules.shown(env.name()), problem));
      }
    }
    return checked;
  }

  private static @Nullable String problem(String variable) {
    if (variable.isEmpty()
        || variable.indexOf('=') >= 0
        || variable.chars().anyMatch(Character::isISOControl)) {
      return "can't name an environment variable";
    }
    return RESERVED.matcher(variable).matches() ? "is reserved" : null;
  }

  private static List<NameValue> pairs(
      @Nullable List<BatchRequest.@Nullable Pair> pairs, String member, int max) {
    List<NameValue> checked = new ArrayList<>();
    for (BatchRequest.Pair pair : TextRules.list(pairs, member, max)) {
      BatchRequest.Pair present = TextRules.required(pair, member);
      checked.add(
          new NameValue(
              text(present.name(), member + ".name"), text(present.value(), member + ".value")));
    }
    return List.copyOf(checked);
  }

  private static String text(@Nullable String value, String member) {
    return TextRules.storable(TextRules.required(value, member), member);
  }

  /**
   * Keeps the order. A map of the JDK that can't be changed would search linearly among names with
   * the same hash code.
   */
  private Map<String, String> tags() {
    String member = at + "tags";
    Map<String, @Nullable String> tags = Objects.requireNonNullElse(given.tags(), Map.of());
    TextRules.atMost(tags.size(), member, MAX_TAGS);
    Map<String, String> checked = new LinkedHashMap<>();
    tags.forEach((key, value) -> {
      TextRules.text(key, member, TextRules.MAX_TEXT);
      String text = TextRules.required(value, member + "." + TextRules.shown(key));
      TextRules.text(text, member, TextRules.MAX_TEXT);
      checked.put(key, text);
    });
    return Collections.unmodifiableMap(checked);
  }

  private @Nullable String workingDirectory() {
    String member = at + "workingDir";
    String directory = TextRules.text(given.workingDir(), member, MAX_DIRECTORY);
    return directory == null || directory.isEmpty()
        ? null
        : WorkingDirectory.checked(directory, member);
  }
}
