package org.openhtc.registry;

import java.util.UUID;

/**
 * A repository for images of one project.
 *
 * @param name path below the project's own, such as {@code team/app}
 * @param createdBy id of the user
 */
record Repository(UUID projectId, String name, String createdBy) {}
