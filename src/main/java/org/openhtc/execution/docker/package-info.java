/** Implements the container engine with Docker; the only package that uses docker-java. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.docker;
