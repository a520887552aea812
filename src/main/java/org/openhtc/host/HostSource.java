package org.openhtc.host;

/** Where a host is defined, and therefore where it can be changed. */
public enum HostSource {
  /** In the setting {@code openhtc.hosts}, which is stored again at every start. */
  SETTINGS,
  /** Registered by an administrator. */
  API
}
