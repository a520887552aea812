/** Tests of the Helm chart in {@code charts/}. */
@org.jspecify.annotations.NullMarked
package org.openhtc.chart;
