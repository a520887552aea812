/** How a user runs a job on another machine: one command with the same image, limits and inputs. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.reproduction;
