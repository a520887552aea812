package org.openhtc.execution.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.testing.TestImages;

/**
 * Builds specifications of small containers of the image {@link TestImages#BUSYBOX}, without
 * network.
 */
public final class ContainerSpecBuilder {
  /** Those that jobs have by default. */
  public static final List<String> CAPABILITIES =
      List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETUID", "SETGID", "SETPCAP", "KILL");

  private final String name;
  private final Map<String, String> labels;
  private String image = TestImages.BUSYBOX;
  private List<String> argv = List.of();
  private @Nullable String workingDir;
  private Variables environment = Variables.NONE;
  private int vcpus = 1;
  private long memoryMib = 32;
  private ProcessLimits process = new ProcessLimits(CAPABILITIES, 64, 1024, null);
  private @Nullable Long diskBytes;
  private NetworkPlace network = NetworkPlace.own("none");
  private @Nullable String runtime;

  private ContainerSpecBuilder(String name, Map<String, String> labels) {
    this.name = name;
    this.labels = labels;
  }

  /** A container of an installation, for the job {@code 0:1}. */
  public static ContainerSpecBuilder aContainer(String name, String installation) {
    return new ContainerSpecBuilder(
        name, Map.of(ContainerLabels.INSTALLATION, installation, ContainerLabels.JOB, "0:1"));
  }

  /** A container that starts the same program as another. */
  public static ContainerSpecBuilder like(ContainerSpec spec) {
    return new ContainerSpecBuilder(spec.name(), spec.labels())
        .image(spec.image())
        .argv(spec.argv())
        .process(spec.process())
        .network(spec.network())
        .runtime(spec.runtime());
  }

  public ContainerSpecBuilder image(String value) {
    image = value;
    return this;
  }

  public ContainerSpecBuilder argv(List<String> value) {
    argv = value;
    return this;
  }

  public ContainerSpecBuilder script(String value) {
    return argv(List.of("sh", "-c", value));
  }

  public ContainerSpecBuilder workingDir(String value) {
    workingDir = value;
    return this;
  }

  /** Variables of this container only. */
  public ContainerSpecBuilder environment(Map<String, String> own) {
    return environment(Map.of(), own);
  }

  public ContainerSpecBuilder environment(Map<String, String> shared, Map<String, String> own) {
    environment = new Variables(shared, own);
    return this;
  }

  public ContainerSpecBuilder vcpus(int value) {
    vcpus = value;
    return this;
  }

  public ContainerSpecBuilder memoryMib(long value) {
    memoryMib = value;
    return this;
  }

  public ContainerSpecBuilder process(ProcessLimits value) {
    process = value;
    return this;
  }

  public ContainerSpecBuilder diskBytes(long value) {
    diskBytes = value;
    return this;
  }

  public ContainerSpecBuilder network(String mode) {
    return network(NetworkPlace.own(mode));
  }

  public ContainerSpecBuilder network(NetworkPlace value) {
    network = value;
    return this;
  }

  public ContainerSpecBuilder runtime(@Nullable String value) {
    runtime = value;
    return this;
  }

  public ContainerSpec build() {
    return new ContainerSpec(
        name,
        labels,
        image,
        argv,
        workingDir,
        environment,
        vcpus,
        memoryMib,
        process,
        diskBytes,
        8 << 20,
        network,
        runtime,
        null);
  }
}
