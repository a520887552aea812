package org.openhtc.embedded;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The address of the embedded object store.
 *
 * @param s3Address address on which the object store listens; by default all addresses, because
 *     containers connect to the address of Docker's bridge. It accepts only signed requests
 * @param s3Port port of the object store; 0, the default, chooses a free one at the first start and
 *     then uses the same one
 * @param projectSize space that the objects of a project may use; 0, the default, for half of the
 *     disk of {@code openhtc.home}
 */
@Validated
@ConfigurationProperties("openhtc.embedded")
record EmbeddedSettings(
    @NotBlank @DefaultValue("0.0.0.0") String s3Address,
    @Min(0) @Max(65535) @DefaultValue("0") int s3Port,
    @NotNull @DefaultValue("0B") DataSize projectSize) {

  /**
   * The space of a project in bytes.
   *
   * @param disk the size of the disk in bytes
   */
  long projectBytes(long disk) {
    return projectSize.toBytes() == 0 ? disk / 2 : projectSize.toBytes();
  }
}
