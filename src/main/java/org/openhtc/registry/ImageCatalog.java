package org.openhtc.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openhtc.project.Project;
import org.openhtc.region.Architecture;
import org.springframework.stereotype.Service;

/**
 * The images of projects. Every call queries the registry, within a time limit, and fails with
 * status 503 when the registry does not respond.
 */
@Service
public class ImageCatalog {
  private final RegistryConnection connection;
  private final RegistrySettings settings;
  private final RepositoryStore repositories;
  private final RegistryReader images;
  private final RegistryTokens tokens;

  ImageCatalog(
      RegistryConnection connection,
      RegistrySettings settings,
      RepositoryStore repositories,
      RegistryReader images,
      RegistryTokens tokens) {
    this.connection = connection;
    this.settings = settings;
    this.repositories = repositories;
    this.images = images;
    this.tokens = tokens;
  }

  /**
   * Finds the image to which the name refers at present. The registry is queried only when the
   * project has a repository of that name.
   *
   * @param imageName {@code <repository>[:<tag>]}
   * @throws org.openhtc.api.ApiException 503 when the registry is unavailable
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

  /** The common prefix of the references of all projects' images. */
  public String prefix() {
    return connection.address("projects");
  }

  /** The image's name for engines: {@code <host>/<repository>@<digest>}. */
  public String reference(PinnedImage image) {
    return image.at(connection.host());
  }

  /** Issues a token, valid for a short time, with which a host pulls the image. */
  public PullAuthorization authorizePull(PinnedImage image) {
    return new PullAuthorization(reference(image), tokens.forPull(image.repository()).value());
  }

  /** The common prefix of the names of the project's images; ends with a slash. */
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

  /** Whether the registry contains an image of that name, for any architecture. */
  boolean contains(Project project, ImageName image) {
    return repositories.exists(project.id(), image.repository())
        && images.manifest(path(project, image.repository()), image.tag()).isPresent();
  }

  /** The path of a project's repository in the registry. */
  String path(Project project, String repository) {
    return settings.path(project) + "/" + repository;
  }

  private ImageLookup choose(String path, Manifest manifest, Architecture architecture) {
    String platform = platform(architecture);
    Map<String, String> byArchitecture =
        manifest
            .configuration()
            .map(config -> Map.of(images.architecture(path, config), manifest.digest()))
            .orElseGet(manifest::images);
    String digest = byArchitecture.get(platform);
    return digest == null
        ? new ImageLookup.OtherArchitecture(byArchitecture.keySet())
        : new ImageLookup.Found(new PinnedImage(path, digest));
  }

  private static String platform(Architecture architecture) {
    return switch (architecture) {
      // Machines with an A100 accelerator have x86 processors.
      case X86, A100 -> "amd64";
      case AARCH64 -> "arm64";
    };
  }
}
