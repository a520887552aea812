package org.openhtc.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.HostMeasure;
import org.openhtc.region.Architecture;

/** Builds the measured properties of hosts: 2 vCPUs, 8000 MiB and 100 GiB unless specified. */
public final class MeasureBuilder {
  private Architecture architecture = Architecture.X86;
  private int vcpus = 2;
  private long memoryMib = 8000;
  private @Nullable Long diskGib = 100L;
  private String engineVersion = "1";
  private @Nullable Boolean hyperthreading;

  private MeasureBuilder() {}

  public static MeasureBuilder aMeasure() {
    return new MeasureBuilder();
  }

  public MeasureBuilder architecture(Architecture value) {
    architecture = value;
    return this;
  }

  public MeasureBuilder vcpus(int value) {
    vcpus = value;
    return this;
  }

  public MeasureBuilder memoryMib(long value) {
    memoryMib = value;
    return this;
  }

  public MeasureBuilder diskGib(@Nullable Long value) {
    diskGib = value;
    return this;
  }

  public MeasureBuilder engineVersion(String value) {
    engineVersion = value;
    return this;
  }

  public MeasureBuilder hyperthreading(@Nullable Boolean value) {
    hyperthreading = value;
    return this;
  }

  public HostMeasure build() {
    return new HostMeasure(
        architecture,
        vcpus,
        memoryMib,
        diskGib,
        "WATCH",
        "FIREWALL",
        engineVersion,
        hyperthreading,
        null,
        List.of());
  }
}
