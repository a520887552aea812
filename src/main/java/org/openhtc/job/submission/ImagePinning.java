package org.openhtc.job.submission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.project.Project;
import org.openhtc.region.Architecture;
import org.openhtc.registry.ImageCatalog;
import org.openhtc.registry.ImageLookup;
import org.openhtc.registry.PinnedImage;
import org.springframework.stereotype.Component;

/**
 * Pins the images of a submission to digests. Resolves each image once, for any number of batches.
 */
@Component
class ImagePinning {
  private final ImageCatalog catalog;
  private final HostImageSettings settings;

  ImagePinning(ImageCatalog catalog, HostImageSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * @throws ApiException 400 for the first image that does not exist or has another architecture;
   *     503 if the registry is unreachable
   */
  List<CheckedBatch> pin(Project project, List<CheckedBatch> batches) {
    Map<ImageRequest, ImageLookup> found = new HashMap<>();
    List<CheckedBatch> pinned = new ArrayList<>();
    for (CheckedBatch batch : batches) {
      ImageRequest image =
          new ImageRequest(batch.definition().imageName(), batch.definition().architecture());
      ImageLookup lookup =
          found.computeIfAbsent(image, i -> catalog.resolve(project, i.imageName, i.architecture));
      pinned.add(batch.with(pinned(image, lookup, pinned.size())));
    }
    return pinned;
  }

  private @Nullable PinnedImage pinned(ImageRequest image, ImageLookup lookup, int index) {
    return switch (lookup) {
      case ImageLookup.Found found -> found.image();
      case ImageLookup.NoRepository none when settings.hostImages() -> null;
      case ImageLookup.NoRepository none ->
          throw image.rejected(index, "is not in a repository of the project's registry");
      case ImageLookup.NoSuchTag none ->
          throw image.rejected(index, "is not in the project's registry: push it first");
      case ImageLookup.OtherArchitecture other ->
          throw image.rejected(
              index, "is for %s, not for %s".formatted(other.architectures(), image.architecture));
    };
  }

  private record ImageRequest(String imageName, Architecture architecture) {
    ApiException rejected(int index, String why) {
      return ApiException.invalid(
          "[%d].htcJobDefinition.imageName '%s' %s.".formatted(index, imageName, why));
    }
  }
}
