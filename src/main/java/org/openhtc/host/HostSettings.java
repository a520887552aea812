package org.openhtc.host;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.RegionName;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The hosts that run jobs: Docker engines and Kubernetes clusters; by default only the local
 * engine.
 *
 * @param hosts at least one; see {@link HostEntry}
 */
@Validated
@ConfigurationProperties("openhtc")
record HostSettings(@NotEmpty List<@Valid HostEntry> hosts) {

  /**
   * One host.
   *
   * @param name unique name; it is the instance id of its jobs
   * @param region region of its jobs; default AWS_US_WEST_2
   * @param endpoint {@code unix:///path}, {@code tcp://host:port}, {@code
   *     kubernetes:///path/to/kubeconfig} or {@code kubernetes://in-cluster}
   * @param tlsDirectory directory with ca.pem, cert.pem and key.pem for an engine that uses TLS
   * @param reserveVcpus processors that jobs may not use; default 0
   * @param reserveMemory memory for the system and the engine that jobs may not use; default 1 GB
   * @param vcpuOvercommit jobs' vCPUs per vCPU of the machine; default 1 (off), useful up to 16
   * @param kubernetes where the jobs of a cluster run; only with an endpoint of the scheme {@code
   *     kubernetes}
   */
  record HostEntry(
      @NotNull @Pattern(regexp = HostEntry.NAME) String name,
      @DefaultValue("AWS_US_WEST_2") @NotNull RegionName region,
      @NotNull URI endpoint,
      @Nullable Path tlsDirectory,
      @DefaultValue("0") @Min(0) int reserveVcpus,
      @DefaultValue("1GB") @NotNull DataSize reserveMemory,
      @DefaultValue("1") @DecimalMin("0.1") double vcpuOvercommit,
      @Nullable @Valid ClusterPlace kubernetes) {

    /** The place of a cluster; null for a Docker engine. */
    @Nullable ClusterPlace place() {
      return switch (Host.Kind.of(endpoint)) {
        case DOCKER -> null;
        case KUBERNETES -> kubernetes == null ? ClusterPlace.byDefault() : kubernetes;
      };
    }

    /** Pattern of a host's name. */
    static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}";
  }
}
