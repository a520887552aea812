/** Connects docker-java, which makes the rare and complex calls, to our own HTTP connections. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.dockerjava;
