/** The retention policies of workspaces. Writes {@code workspace_retention_policy}. */
@org.jspecify.annotations.NullMarked
package org.openhtc.workspace.retention;
