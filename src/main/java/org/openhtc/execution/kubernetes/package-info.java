/**
 * Implements the container engine with the pods of a Kubernetes cluster: one container is one pod.
 * The state of a container is always read from the API server; a watch is only a hint.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.kubernetes;
