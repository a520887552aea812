/** The process of the embedded PostgreSQL: its start, recovery and end. */
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded.postgres;
