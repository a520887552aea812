/**
 * A fake Kubernetes cluster: one process serves the part of the API that OpenHTC uses over HTTP on
 * the loopback interface, with the same conflicts, finalizers, versions and streams. Its nodes run
 * programs that a test defines.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.cluster;
