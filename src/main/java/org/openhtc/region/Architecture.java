package org.openhtc.region;

/** CPU (or accelerator) architectures of the published API. */
public enum Architecture {
  AARCH64,
  X86,
  /** A GPU kind that the published enum lists beside CPU architectures; no Docker host has it. */
  A100
}
