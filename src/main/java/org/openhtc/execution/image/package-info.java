/** Pulls the images of jobs to a host and removes those that no job needs. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.image;
