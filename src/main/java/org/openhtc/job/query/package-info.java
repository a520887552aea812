/** Reads jobs and their history for clients. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.query;
