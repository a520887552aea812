package org.openhtc.registry;

class FakeImageCatalogTest implements ImageCatalogContract {
  private final FakeImageCatalog catalog = new FakeImageCatalog();

  @Override
  public ImageCatalog catalog() {
    return catalog;
  }
}
