package org.openhtc.host;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.RegionName;
import org.springframework.util.unit.DataSize;

/**
 * Body of {@code PATCH /admin/hosts/{name}}; absent members remain unchanged.
 *
 * @param tlsDirectory empty for an engine without TLS
 */
record HostChange(
    @Nullable RegionName region,
    @Nullable String endpoint,
    @Nullable String tlsDirectory,
    @Nullable @Min(value = 0, message = NOT_NEGATIVE) Integer reserveVcpus,
    @Nullable @Min(value = 0, message = NOT_NEGATIVE) @Max(value = MAX_MIB, message = AT_MOST)
        Long reserveMemoryMib,
    @Nullable
        @DecimalMin(value = "0.1", message = AT_LEAST)
        @DecimalMax(value = "16", message = AT_MOST)
        Double vcpuOvercommit,
    @Nullable @Valid ClusterPlace kubernetes) {
  static final long MAX_MIB = 1L << 30;
  static final String NOT_NEGATIVE = "must not be negative";
  static final String AT_LEAST = "must be at least {value}";
  static final String AT_MOST = "must be at most {value}";

  /** The host after the change. */
  HostEntry of(Host host) {
    Host.Reserve reserve = host.reserve();
    URI address = endpoint == null ? host.endpoint() : HostEndpoint.parse(endpoint);
    return new HostEntry(
        host.name(),
        Objects.requireNonNullElse(region, host.region()),
        address,
        HostEndpoint.tlsDirectory(address, directory(host.tlsDirectory())),
        Objects.requireNonNullElse(reserveVcpus, reserve.vcpus()),
        DataSize.ofMegabytes(Objects.requireNonNullElse(reserveMemoryMib, reserve.memoryMib())),
        Objects.requireNonNullElse(vcpuOvercommit, reserve.vcpuOvercommit()),
        HostEndpoint.place(
            address, kubernetes == null ? placeAt(address, host.cluster()) : kubernetes));
  }

  /** A host that becomes a Docker engine has no place any more. */
  private static @Nullable ClusterPlace placeAt(URI address, @Nullable ClusterPlace present) {
    return Host.Kind.of(address) == Host.Kind.KUBERNETES ? present : null;
  }

  private @Nullable String directory(@Nullable Path present) {
    if (tlsDirectory != null) {
      return tlsDirectory;
    }
    return present == null ? null : present.toString();
  }
}
