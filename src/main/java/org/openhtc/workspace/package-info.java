/**
 * Organizations, workspaces with their limits and policies, and users. Writes {@code organization},
 * {@code workspace}, {@code workspace_limit}, {@code workspace_retention_policy}, {@code app_user}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.workspace;
