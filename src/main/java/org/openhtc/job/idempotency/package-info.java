/**
 * The keys with which clients repeat requests that create or change jobs without a second effect.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.idempotency;
