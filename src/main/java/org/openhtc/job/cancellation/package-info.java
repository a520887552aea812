/** Ends jobs because a user requested it. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.cancellation;
