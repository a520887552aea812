/**
 * Organizations, workspaces with their limits and policies, and users. Writes {@code organization},
 * {@code workspace}, {@code workspace_limit}, {@code workspace_retention_policy}, {@code app_user}.
 *
 * <p>The values of limits and retention policies are here, because projects have them too. Those of
 * workspaces are in {@code limit} and {@code retention}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.workspace;
