package org.openhtc.embedded;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The program and address of the embedded image registry.
 *
 * @param address IP address or name of this machine by which engines reach the registry and this
 *     service. Engines accept loopback addresses without TLS; any other address needs the setting
 *     {@code insecure-registries} of each engine
 * @param port port of the registry; 0 chooses a free one at the first start and then uses the same
 *     one, because it is part of the images' names
 * @param program the registry program (CNCF Distribution): a path, or a name on the search path
 * @param freeSpace no image is accepted while the registry's disk has less free space; 0 for no
 *     check
 * @param projectSize space that the images of a project may use; 0, the default, for half of the
 *     disk of the registry
 */
@Validated
@ConfigurationProperties("openhtc.registry")
record EmbeddedRegistrySettings(
    @DefaultValue("127.0.0.1")
        @Pattern(regexp = "[A-Za-z0-9.-]+", message = "must be a host name or an IPv4 address")
        String address,
    @DefaultValue("0") @Min(0) @Max(65535) int port,
    @DefaultValue("docker-registry") @NotEmpty(message = "must not be empty") String program,
    @DefaultValue("5GB") @NotNull DataSize freeSpace,
    @DefaultValue("0B") @NotNull DataSize projectSize) {

  /**
   * The space of a project in bytes.
   *
   * @param disk the size of the disk in bytes
   */
  long projectBytes(long disk) {
    return projectSize.toBytes() == 0 ? disk / 2 : projectSize.toBytes();
  }
}
