/** Reads jobs and their events for clients. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.query;
