package org.openhtc.execution;

import java.util.List;

/** The labels of the containers of OpenHTC; it never changes containers without them. */
public final class ContainerLabels {
  /** Identity of the installation that created the container. */
  public static final String INSTALLATION = "org.openhtc.installation";

  /** Name of the host: the agents of two hosts with the same engine ignore each other's. */
  public static final String HOST = "org.openhtc.host";

  /** Job in its public form {@code <batch>:<index>}. */
  public static final String JOB = "org.openhtc.job";

  /** Attempt number of the job, from 1. */
  public static final String ATTEMPT = "org.openhtc.attempt";

  /**
   * Name of a slot; on a container that uses the slot, name and use as {@code <name>/<use>}. Empty
   * on a container that uses none.
   */
  public static final String SLOT = "org.openhtc.slot";

  /** All labels. */
  public static final List<String> ALL = List.of(INSTALLATION, HOST, JOB, ATTEMPT, SLOT);

  private ContainerLabels() {}
}
