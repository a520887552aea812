package org.openhtc.region;

/** Priorities of jobs in the published API, most urgent first. Every host runs jobs of each. */
public enum JobPriority {
  ON_DEMAND_PRIORITY,
  ON_DEMAND_ECONOMY
}
