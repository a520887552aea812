/** The control groups of containers whose engine runs on this machine. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.cgroup;
