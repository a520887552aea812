/** Which attempts ran on which host and when, for platform administrators. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.timeline;
