package org.openhtc.region;

/** CPU (or accelerator) architectures of the published API. */
public enum Architecture {
  AARCH64,
  X86,
  /**
   * A GPU model that the published enum lists with the CPU architectures; no Docker host has it.
   */
  A100
}
