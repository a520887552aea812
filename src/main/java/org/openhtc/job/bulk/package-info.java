/**
 * Changes of many jobs at once, chosen by a filter: their cancellation and their retry by a user.
 * Each request has a receipt, which is stored with its progress.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.bulk;
