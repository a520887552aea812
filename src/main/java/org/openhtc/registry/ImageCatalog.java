package org.openhtc.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openhtc.project.Project;
import org.openhtc.region.Architecture;
import org.springframework.stereotype.Service;

/**
 * What images a project has. The registry is asked each time, within a time limit; while it does
 * not answer, every question about it ends with a 503.
 */
@Service
public class ImageCatalog {
  private final RegistryConnection connection;
  private final RegistrySettings settings;
  private final Repositories repositories;
  private final StoredImages images;
  private final RegistryTokens tokens;

  ImageCatalog(
      RegistryConnection connection,
      RegistrySettings settings,
      Repositories repositories,
      StoredImages images,
      RegistryTokens tokens) {
    this.connection = connection;
    this.settings = settings;
    this.repositories = repositories;
    this.images = images;
    this.tokens = tokens;
  }

  /**
   * The image that the name stands for now. Without a repository of that name the registry is not
   * asked.
   *
   * @param imageName {@code <repository>[:<tag>]}
   * @throws org.openhtc.api.ApiException 503 while the registry can't tell
   */
  public ImageLookup resolve(Project project, String imageName, Architecture architecture) {
    Optional<ImageName> name =
        ImageName.parse(imageName)
            .filter(image -> repositories.exists(project.id(), image.repository()));
    if (name.isEmpty()) {
      return new ImageLookup.NoRepository();
    }
    String path = path(project, name.get().repository());
    return images
        .manifest(path, name.get().tag())
        .map(manifest -> choose(path, manifest, architecture))
        .orElseGet(ImageLookup.NoSuchTag::new);
  }

  /** What every reference begins with that engines know our images by. */
  public String prefix() {
    return connection.address("projects");
  }

  /** As engines name the image: {@code <host>/<repository>@<digest>}. */
  public String reference(PinnedImage image) {
    return image.at(connection.host());
  }

  /** What a host needs to pull the image, good for a short while. */
  public PullTicket ticket(PinnedImage image) {
    return new PullTicket(reference(image), tokens.forPull(image.repository()).value());
  }

  /** What the names of the project's images begin with; ends with a slash. */
  String address(Project project) {
    return connection.address(settings.path(project));
  }

  /** Every image of the project as {@code <repository>:<tag>}. */
  List<String> list(Project project) {
    List<String> names =
        repositories.ofProjects(Set.of(project.id())).getOrDefault(project.id(), List.of());
    return names.stream()
        .flatMap(
            name -> images.tags(path(project, name)).stream().sorted().map(tag -> name + ":" + tag))
        .toList();
  }

  /** Whether the registry holds an image of that name, for whatever architecture. */
  boolean holds(Project project, ImageName image) {
    return repositories.exists(project.id(), image.repository())
        && images.manifest(path(project, image.repository()), image.tag()).isPresent();
  }

  /** Where in the registry a repository of the project lies. */
  String path(Project project, String repository) {
    return settings.path(project) + "/" + repository;
  }

  private ImageLookup choose(String path, Manifest manifest, Architecture architecture) {
    String wanted = platform(architecture);
    Map<String, String> byArchitecture =
        manifest
            .configuration()
            .map(config -> Map.of(images.architecture(path, config), manifest.digest()))
            .orElseGet(manifest::images);
    String digest = byArchitecture.get(wanted);
    return digest == null
        ? new ImageLookup.OtherArchitecture(byArchitecture.keySet())
        : new ImageLookup.Found(new PinnedImage(path, digest));
  }

  private static String platform(Architecture architecture) {
    return switch (architecture) {
      // Machines with that accelerator have x86 processors.
      case X86, A100 -> "amd64";
      case AARCH64 -> "arm64";
    };
  }
}
