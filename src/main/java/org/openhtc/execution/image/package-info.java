/** Pulls the images of jobs to a host, and removes images that no job needs. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.image;
