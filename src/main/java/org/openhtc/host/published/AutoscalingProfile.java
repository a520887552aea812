package org.openhtc.host.published;

/** The published API's enum of how a cloud adds and removes machines. */
public enum AutoscalingProfile {
  PROFILE_UNSPECIFIED,
  OPTIMIZE_UTILIZATION,
  /** The published default, and the profile of all OpenHTC hosts, which are not autoscaled. */
  BALANCED,
  UNRECOGNIZED
}
