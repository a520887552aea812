package org.openhtc.host;

/** The published API's enum of how a cloud adds and removes machines. */
public enum AutoscalingProfile {
  PROFILE_UNSPECIFIED,
  OPTIMIZE_UTILIZATION,
  /** The published default, and what Docker hosts count as: none comes or goes by itself. */
  BALANCED,
  UNRECOGNIZED
}
