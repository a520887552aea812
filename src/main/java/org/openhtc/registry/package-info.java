/**
 * The projects' image repositories, their images, and the token server of the image registry.
 * Writes {@code image_repository}, {@code registry_key}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"auth", "project", "region", "encryption"})
@org.jspecify.annotations.NullMarked
package org.openhtc.registry;
