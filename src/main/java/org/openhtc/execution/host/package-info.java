/** One agent per configured host, with its connection and its isolation. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.host;
