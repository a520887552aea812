/** The vCPU limits of workspaces. Writes {@code workspace_limit}. */
@org.springframework.modulith.NamedInterface("limit")
@org.jspecify.annotations.NullMarked
package org.openhtc.workspace.limit;
