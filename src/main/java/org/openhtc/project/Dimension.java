package org.openhtc.project;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.AutoscalingProfile;
import org.openhtc.host.ComputeEnvironment;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/**
 * One combination that a project's jobs are confined to. A member that is null matches anything.
 */
public record Dimension(
    @Nullable RegionName region,
    @Nullable String machineType,
    @Nullable JobPriority priority,
    @Nullable AutoscalingProfile computeScalingPolicy,
    @Nullable Boolean hyperthreading) {

  boolean matches(ComputeEnvironment real) {
    return isOpenOr(region, real.region())
        && isOpenOr(machineType, real.machineType())
        && isOpenOr(priority, real.priority())
        && isOpenOr(computeScalingPolicy, real.computeScalingPolicy())
        && isOpenOr(hyperthreading, real.hyperthreading());
  }

  /** What it names, such as {@code region AWS_US_WEST_2, hyperthreading false}. */
  String words() {
    return Stream.of(
            named("region", region),
            named("machineType", machineType),
            named("priority", priority),
            named("computeScalingPolicy", computeScalingPolicy),
            named("hyperthreading", hyperthreading))
        .flatMap(s -> s)
        .collect(Collectors.joining(", "));
  }

  private static boolean isOpenOr(@Nullable Object wanted, @Nullable Object real) {
    return wanted == null || Objects.equals(wanted, real);
  }

  private static Stream<String> named(String member, @Nullable Object value) {
    return value == null ? Stream.of() : Stream.of(member + " " + value);
  }
}
