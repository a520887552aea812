package org.openhtc.host;

import java.net.URI;

/** What runs the jobs of a host; it follows from the scheme of the host's endpoint. */
public enum HostKind {
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
  public static HostKind of(URI endpoint) {
    return SCHEME.equals(endpoint.getScheme()) ? KUBERNETES : DOCKER;
  }
}
