/**
 * Breaks replicas, the database, connections and simulated engines on purpose while jobs run, and
 * compares what the engines saw with what the service reports.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.chaos;
