/**
 * Repositories of projects, the token server of the image registry, and what images there are.
 * Writes {@code image_repository}, {@code registry_key}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"auth", "project", "region"})
@org.jspecify.annotations.NullMarked
package org.openhtc.registry;
