/**
 * Why jobs wait, and when they are expected to start. Module {@code scheduling} computes the
 * expected starts.
 */
@org.springframework.modulith.NamedInterface("forecast")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.forecast;
