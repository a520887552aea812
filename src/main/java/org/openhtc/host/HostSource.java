package org.openhtc.host;

/** Where a host comes from, and so who may change it. */
public enum HostSource {
  /** From {@code openhtc.hosts}, made anew at every start. */
  SETTINGS,
  /** Registered by an administrator. */
  API
}
