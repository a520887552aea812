package org.openhtc.execution.kubernetes;

/**
 * Identifies a pod.
 *
 * @param uid empty for any pod of that name
 */
record PodId(String name, String uid) {
  static PodId of(String idOrName) {
    int at = idOrName.indexOf('@');
    return at < 0
        ? new PodId(idOrName, "")
        : new PodId(idOrName.substring(0, at), idOrName.substring(at + 1));
  }

  boolean isOf(Pod pod) {
    return uid.isEmpty() || uid.equals(pod.uid());
  }

  @Override
  public String toString() {
    return name + "@" + uid;
  }
}
