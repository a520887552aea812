package org.openhtc.job;

/** Which jobs go first, most urgent first. */
public enum JobPriority {
  ON_DEMAND_PRIORITY,
  ON_DEMAND_ECONOMY
}
