package org.openhtc.execution.kubernetes;

import java.time.Duration;

/** The kinds of calls to an API server, with their time limits. */
enum ApiCall {
  FACTS("describe the cluster", Duration.ofSeconds(15)),
  NETWORK("set up the network policy", Duration.ofSeconds(15)),
  SECRET("store a secret", Duration.ofSeconds(15)),
  CREATE("create the pod", Duration.ofSeconds(15)),
  START("start the pod", Duration.ofSeconds(15)),
  LIST("list the pods", Duration.ofSeconds(30)),
  INSPECT("read the pod", Duration.ofSeconds(10)),
  STOP("stop the pod", Duration.ofSeconds(30)),
  REMOVE("remove the pod", Duration.ofSeconds(30)),
  LOG("read the log", Duration.ofSeconds(30)),
  WATCH("watch the pods", Duration.ofSeconds(10));

  private final String text;
  private final Duration limit;

  ApiCall(String text, Duration limit) {
    this.text = text;
    this.limit = limit;
  }

  Duration limit() {
    return limit;
  }

  @Override
  public String toString() {
    return text;
  }
}
