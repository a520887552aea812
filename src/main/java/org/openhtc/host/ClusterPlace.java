package org.openhtc.host;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where on a Kubernetes cluster the jobs of a host run, and how many. Absent members have defaults.
 *
 * @param namespace of the pods; default {@code openhtc-jobs}. Nothing else should run in it
 * @param nodeSelector labels that a node must have; default none
 * @param tolerations of the pods; default none
 * @param runtimeClass of the pods; null for the cluster's default
 * @param priorityClass of the pods; null for the cluster's default
 * @param maxPods pods of the installation in the namespace at most, waiting and ended ones
 *     included; default 1000
 * @param vcpus offered to jobs together, for a cluster that adds nodes by itself; null for those of
 *     the nodes that exist
 * @param memoryMib in the same way
 * @param callsPerSecond calls to the API server in the long run; default 200, which is a small part
 *     of what one with priority and fairness serves (400 read and 200 changing calls at the same
 *     time), and enough for 60 jobs per second
 * @param callBurst calls that may be made at once after a time without calls; default twice {@code
 *     callsPerSecond}
 * @param enforcesNetworkPolicy whether the administrator knows that the cluster's network plugin
 *     enforces network policies; default false. Without that or a probe, jobs count as not isolated
 * @param probeImage image with {@code sh} and {@code nc}, such as {@code busybox:1.37}, with which
 *     two pods test every few minutes whether network policies are enforced; their result counts
 *     instead of {@code enforcesNetworkPolicy}. Null: no probe
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterPlace(
    @Nullable @Pattern(regexp = NAME, message = NOT_A_NAME) String namespace,
    @Nullable Map<String, String> nodeSelector,
    @Nullable List<@Valid Toleration> tolerations,
    @Nullable @Pattern(regexp = NAME, message = NOT_A_NAME) String runtimeClass,
    @Nullable @Pattern(regexp = NAME, message = NOT_A_NAME) String priorityClass,
    @Nullable
        @Min(value = 1, message = HostChange.AT_LEAST)
        @Max(value = 100_000, message = HostChange.AT_MOST)
        Integer maxPods,
    @Nullable @Min(value = 1, message = HostChange.AT_LEAST) Integer vcpus,
    @Nullable
        @Min(value = 1, message = HostChange.AT_LEAST)
        @Max(value = HostChange.MAX_MIB, message = HostChange.AT_MOST)
        Long memoryMib,
    @Nullable
        @Min(value = 1, message = HostChange.AT_LEAST)
        @Max(value = 10_000, message = HostChange.AT_MOST)
        Integer callsPerSecond,
    @Nullable
        @Min(value = 1, message = HostChange.AT_LEAST)
        @Max(value = 100_000, message = HostChange.AT_MOST)
        Integer callBurst,
    @Nullable Boolean enforcesNetworkPolicy,
    @Nullable @Pattern(regexp = "[^\\s]{1,300}", message = "must be the name of an image")
        String probeImage) {
  private static final String NAME = "[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?";
  private static final String NOT_A_NAME =
      "must be 1 to 63 lower case letters, digits, '-' or '.', and begin and end with a letter or"
          + " digit";

  public ClusterPlace {
    namespace = Objects.requireNonNullElse(namespace, "openhtc-jobs");
    // In order, so that equal places have equal texts in all processes.
    nodeSelector =
        nodeSelector == null
            ? Map.of()
            : Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(nodeSelector)));
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    maxPods = Objects.requireNonNullElse(maxPods, 1000);
    callsPerSecond = Objects.requireNonNullElse(callsPerSecond, 200);
    callBurst = Objects.requireNonNullElse(callBurst, 2 * callsPerSecond);
    enforcesNetworkPolicy = Objects.requireNonNullElse(enforcesNetworkPolicy, false);
  }

  /** The place of a cluster for which only its address is configured. */
  public static ClusterPlace byDefault() {
    return new ClusterPlace(null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /**
   * Lets pods run on nodes with a taint, as Kubernetes defines it.
   *
   * @param key null for every taint
   * @param operator {@code Exists} or {@code Equal}; null for {@code Equal}
   * @param value null unless the operator is {@code Equal}
   * @param effect null for every effect
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Toleration(
      @Nullable String key,
      @Nullable @Pattern(regexp = "Exists|Equal", message = "must be Exists or Equal")
          String operator,
      @Nullable String value,
      @Nullable
          @Pattern(
              regexp = "NoSchedule|PreferNoSchedule|NoExecute",
              message = "must be NoSchedule, PreferNoSchedule or NoExecute")
          String effect) {}
}
