package org.openhtc.execution;

/** The labels by which a container of ours is recognised; nothing else is ever touched. */
public final class ContainerLabels {
  /** Identity of the installation that made the container. */
  public static final String INSTALLATION = "org.openhtc.installation";

  /** Name of the host it was made for: two names for one engine must not reap each other's. */
  public static final String HOST = "org.openhtc.host";

  /** Job in its public form {@code <batch>:<index>}. */
  public static final String JOB = "org.openhtc.job";

  /** Attempt number of the job, from 1. */
  public static final String ATTEMPT = "org.openhtc.attempt";

  private ContainerLabels() {}
}
