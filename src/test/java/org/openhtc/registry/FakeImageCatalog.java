package org.openhtc.registry;

/** The catalog of a registry at {@code registry}. */
public final class FakeImageCatalog extends ImageCatalog {

  @SuppressWarnings("NullAway") // The superclass is not used.
  public FakeImageCatalog() {
    super(null, null, null, null, null);
  }

  @Override
  public String prefix() {
    return "registry/projects/";
  }

  @Override
  public String reference(PinnedImage image) {
    return image.at("registry");
  }

  @Override
  public PullAuthorization authorizePull(PinnedImage image) {
    return new PullAuthorization(reference(image), "token");
  }
}
