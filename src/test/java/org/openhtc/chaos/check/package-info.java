/**
 * Rules that the result of a run has to satisfy. They work on plain records, so that a test can
 * show for each rule that it finds a violation.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.chaos.check;
