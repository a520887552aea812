/** What becomes of a job: the state machine, and the SQL that changes a status. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.lifecycle;
