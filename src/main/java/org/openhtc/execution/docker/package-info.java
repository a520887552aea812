/** The engine seam for Docker; the only place that knows docker-java. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.docker;
