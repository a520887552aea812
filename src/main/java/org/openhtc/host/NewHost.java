package org.openhtc.host;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.RegionName;
import org.springframework.util.unit.DataSize;

/** Body of {@code POST /admin/hosts}, with the same members and defaults as the settings. */
record NewHost(
    @NotNull(message = "is missing") @Pattern(regexp = HostEntry.NAME, message = NOT_A_NAME)
        String name,
    @NotNull(message = "is missing") RegionName region,
    @NotNull(message = "is missing") String endpoint,
    @Nullable String tlsDirectory,
    @Nullable @Min(value = 0, message = HostChange.NOT_NEGATIVE) Integer reserveVcpus,
    @Nullable
        @Min(value = 0, message = HostChange.NOT_NEGATIVE)
        @Max(value = HostChange.MAX_MIB, message = HostChange.AT_MOST)
        Long reserveMemoryMib,
    @Nullable
        @DecimalMin(value = "0.1", message = HostChange.AT_LEAST)
        @DecimalMax(value = "16", message = HostChange.AT_MOST)
        Double vcpuOvercommit,
    @Nullable @Valid ClusterPlace kubernetes) {
  private static final String NOT_A_NAME =
      "must be 1 to 63 letters, digits, '_', '.' or '-' and begin with a letter or digit";

  HostEntry entry() {
    URI address = HostEndpoint.parse(endpoint);
    return new HostEntry(
        name,
        region,
        address,
        HostEndpoint.tlsDirectory(address, tlsDirectory),
        Objects.requireNonNullElse(reserveVcpus, 0),
        DataSize.ofMegabytes(Objects.requireNonNullElse(reserveMemoryMib, 1024L)),
        Objects.requireNonNullElse(vcpuOvercommit, 1.0),
        HostEndpoint.place(address, kubernetes));
  }
}
