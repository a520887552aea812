package org.openhtc.project;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.published.AutoscalingProfile;
import org.openhtc.host.published.ComputeEnvironment;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * One combination of environment properties to which a project's jobs are restricted. A null
 * component matches any value.
 */
public record Dimension(
    @Nullable RegionName region,
    @Nullable String machineType,
    @Nullable JobPriority priority,
    @Nullable AutoscalingProfile computeScalingPolicy,
    @Nullable Boolean hyperthreading) {

  boolean matches(ComputeEnvironment actual) {
    return matches(region, actual.region())
        && matches(machineType, actual.machineType())
        && matches(priority, actual.priority())
        && matches(computeScalingPolicy, actual.computeScalingPolicy())
        && matches(hyperthreading, actual.hyperthreading());
  }

  /** The components that are set, such as {@code region AWS_US_WEST_2, hyperthreading false}. */
  String description() {
    return Stream.of(
            named("region", region),
            named("machineType", machineType),
            named("priority", priority),
            named("computeScalingPolicy", computeScalingPolicy),
            named("hyperthreading", hyperthreading))
        .flatMap(s -> s)
        .collect(Collectors.joining(", "));
  }

  private static boolean matches(@Nullable Object required, @Nullable Object actual) {
    return required == null || Objects.equals(required, actual);
  }

  private static Stream<String> named(String name, @Nullable Object value) {
    return value == null ? Stream.of() : Stream.of(name + " " + value);
  }
}
