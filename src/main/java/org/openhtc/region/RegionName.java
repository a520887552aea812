package org.openhtc.region;

/**
 * Region names of the published API. A self-hosted region uses one of them, so that clients with a
 * fixed list of regions work. The table {@code region} records which ones are enabled.
 */
public enum RegionName {
  AWS_AP_SOUTHEAST_1,
  AWS_CA_CENTRAL_1,
  AWS_EU_NORTH_1,
  AWS_EU_CENTRAL_1,
  AWS_EU_WEST_1,
  AWS_EU_WEST_2,
  AWS_EU_WEST_3,
  AWS_SA_EAST_1,
  AWS_US_EAST_2,
  AWS_US_WEST_2,
  AWS_US_EAST_1,
  GCP_ASIA_SOUTHEAST_1,
  GCP_US_CENTRAL_1,
  GCP_US_EAST_1,
  GCP_US_EAST_2,
  GCP_US_EAST_4,
  GCP_US_WEST_1,
  GCP_US_WEST_4,
  GCP_EU_WEST_1,
  GCP_EU_WEST_2,
  GCP_EU_WEST_3,
  GCP_EU_WEST_4,
  GCP_CA_CENTRAL_1,
  NGC_ENOCH_1,
  AZURE_US_WEST_2,
  AZURE_US_EAST_2,
  AZURE_US_SOUTHCENTRAL,
  AZURE_EU_NORTH,
  RC_ICELAND_1,
  COREWEAVE_US_EAST_4,
  UNASSIGNED;

  /** The provider in the name, or {@link CloudProvider#UNASSIGNED}. */
  public CloudProvider cloudProvider() {
    int end = name().indexOf('_');
    return end < 0 ? CloudProvider.UNASSIGNED : CloudProvider.valueOf(name().substring(0, end));
  }
}
