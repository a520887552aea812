/** One agent per configured host: its connection, its jobs, its isolation. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.host;
