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

/** Finds out what the images of a submission are, each once however many batches name it. */
@Component
class ImagePinning {
  private final ImageCatalog catalog;
  private final HostImageSettings settings;

  ImagePinning(ImageCatalog catalog, HostImageSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * @throws ApiException 400 naming the first image that is not there or is for other machines; 503
   *     while the registry can't tell
   */
  List<JobSubmissionRules.Checked> pin(Project project, List<JobSubmissionRules.Checked> batches) {
    Map<Wanted, ImageLookup> found = new HashMap<>();
    List<JobSubmissionRules.Checked> pinned = new ArrayList<>();
    for (JobSubmissionRules.Checked batch : batches) {
      Wanted wanted = new Wanted(batch.definition().imageName(), batch.definition().architecture());
      ImageLookup lookup =
          found.computeIfAbsent(wanted, w -> catalog.resolve(project, w.imageName, w.architecture));
      pinned.add(batch.with(image(wanted, lookup, pinned.size())));
    }
    return pinned;
  }

  private @Nullable PinnedImage image(Wanted wanted, ImageLookup lookup, int index) {
    return switch (lookup) {
      case ImageLookup.Found found -> found.image();
      case ImageLookup.NoRepository none when settings.hostImages() -> null;
      case ImageLookup.NoRepository none ->
          throw wanted.refused(index, "is in no repository of the project's registry");
      case ImageLookup.NoSuchTag none ->
          throw wanted.refused(index, "is not in the project's registry: push it first");
      case ImageLookup.OtherArchitecture other ->
          throw wanted.refused(
              index, "is for %s, not for %s".formatted(other.architectures(), wanted.architecture));
    };
  }

  private record Wanted(String imageName, Architecture architecture) {
    ApiException refused(int index, String why) {
      return ApiException.invalid(
          "[%d].htcJobDefinition.imageName '%s' %s.".formatted(index, imageName, why));
    }
  }
}
