package org.openhtc.registry;

import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.api.ErrorCode;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /htc/projects/{projectId}/container-registry/images}. */
@ApiController
class ImageController {
  private static final String IMAGES = "/htc/projects/{projectId}/container-registry/images";

  private final ProjectAccess projects;
  private final ImageCatalog catalog;
  private final ImageRemoval removal;
  private final RegistryConnection registry;

  ImageController(
      ProjectAccess projects,
      ImageCatalog catalog,
      ImageRemoval removal,
      RegistryConnection registry) {
    this.projects = projects;
    this.catalog = catalog;
    this.removal = removal;
    this.registry = registry;
  }

  @GetMapping(IMAGES)
  Images list(UserCaller caller, @PathVariable String projectId) {
    Project project = projects.visible(caller, projectId);
    registry.requireRegistry();
    return new Images(catalog.address(project), catalog.list(project));
  }

  @GetMapping(IMAGES + "/{*imageName}")
  ImageStatusView state(
      UserCaller caller, @PathVariable String projectId, @PathVariable String imageName) {
    Project project = projects.visible(caller, projectId);
    registry.requireRegistry();
    requireImage(project, imageName);
    return new ImageStatusView(ImageStatus.READY);
  }

  /** An addition to the published API: removes the tag. */
  @DeleteMapping(IMAGES + "/{*imageName}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(UserCaller caller, @PathVariable String projectId, @PathVariable String imageName) {
    Project project = projects.visible(caller, projectId);
    registry.requireRegistry();
    ImageName image = requireImage(project, imageName);
    removal.remove(catalog.path(project, image.repository()), image.tag());
  }

  /**
   * Returns the name of an existing image.
   *
   * @param rest the rest of the path, because names may contain slashes; begins with a slash
   * @throws ApiException 404 when there is no such image
   */
  private ImageName requireImage(Project project, String rest) {
    String name = rest.isEmpty() ? "" : rest.substring(1);
    return ImageName.parse(name)
        .filter(image -> catalog.contains(project, image))
        .orElseThrow(() ->
            new ApiException(
                ErrorCode.IMAGE_UNAVAILABLE,
                "The project's registry contains no image '%s'.".formatted(name)));
  }

  /**
   * @param images each {@code <repository>:<tag>}
   */
  record Images(String containerRegistry, List<String> images) {}

  record ImageStatusView(ImageStatus status) {}

  /**
   * Whether jobs can use an image. OpenHTC only returns READY, because all hosts use one registry;
   * PENDING is part of the published API.
   */
  enum ImageStatus {
    READY,
    PENDING
  }
}
