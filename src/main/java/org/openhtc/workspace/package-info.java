/**
 * Organizations, workspaces and users. Writes {@code organization}, {@code workspace}, {@code
 * app_user}, {@code workspace_retention_policy}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.workspace;
