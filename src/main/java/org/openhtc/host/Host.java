package org.openhtc.host;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.RegionName;

/**
 * A compute host, which may be a whole cluster: its address, its resources and its state.
 *
 * @param cluster where on a Kubernetes cluster its jobs run; null for a Docker engine
 * @param measure the properties that its engine reports; null before the first contact
 * @param duty the state that an administrator has requested
 * @param healthReason one sentence that explains why it is not ready; empty when it is ready
 * @param lastSeenAt when its engine last responded; null before the first contact
 */
public record Host(
    String name,
    RegionName region,
    URI endpoint,
    @Nullable Path tlsDirectory,
    @Nullable ClusterPlace cluster,
    HostSource source,
    Reserve reserve,
    @Nullable HostMeasure measure,
    Duty duty,
    HostHealth health,
    String healthReason,
    @Nullable Instant lastSeenAt) {

  /** What runs the jobs of a host; it follows from the scheme of the host's endpoint. */
  public enum Kind {
    /** A Docker engine: {@code unix:///path} or {@code tcp://host:port}. */
    DOCKER,
    /**
     * A Kubernetes cluster: {@code kubernetes:///path/to/kubeconfig}, a file on the machines of the
     * service, or {@code kubernetes://in-cluster} for a service that runs in the cluster itself.
     */
    KUBERNETES;

    /** The scheme of the endpoints of clusters. */
    public static final String SCHEME = "kubernetes";

    /** The authority of the endpoint of the cluster in which the service itself runs. */
    public static final String IN_CLUSTER = "in-cluster";

    /** The kind of the host at an endpoint. */
    public static Kind of(URI endpoint) {
      return SCHEME.equals(endpoint.getScheme()) ? KUBERNETES : DOCKER;
    }
  }

  /**
   * The resources that jobs may not use, and the overcommitment of vCPUs.
   *
   * @param vcpuOvercommit jobs' vCPUs per vCPU of the machine; 1 means no overcommitment
   */
  public record Reserve(int vcpus, long memoryMib, double vcpuOvercommit) {}

  /**
   * The state that an administrator has requested.
   *
   * @param reason one sentence; empty when none was given
   * @param since when it was last changed; null when it was never changed
   */
  public record Duty(HostDuty state, String reason, @Nullable Instant since) {
    public static final Duty WORKING = new Duty(HostDuty.WORKING, "", null);
  }

  /** What runs its jobs. */
  public Kind kind() {
    return Kind.of(endpoint);
  }

  /** Whether it takes jobs. */
  public boolean isReady() {
    return health == HostHealth.READY && measure != null && duty.state == HostDuty.WORKING;
  }

  /** vCPUs for jobs; 0 before the first contact. */
  public int vcpusForJobs() {
    return measure == null
        ? 0
        : Math.max(0, (int) ((measure.vcpus() - reserve.vcpus) * reserve.vcpuOvercommit));
  }

  /** Memory for jobs in MiB; 0 before the first contact. */
  public long memoryForJobs() {
    return measure == null ? 0 : Math.max(0, measure.memoryMib() - reserve.memoryMib);
  }
}
