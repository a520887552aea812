package org.openhtc.region;

/** Providers of the published API; the first part of a region's name is its provider. */
public enum CloudProvider {
  AWS,
  GCP,
  NGC,
  AZURE,
  RC,
  COREWEAVE,
  UNASSIGNED
}
