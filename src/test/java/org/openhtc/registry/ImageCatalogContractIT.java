package org.openhtc.registry;

import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class ImageCatalogContractIT implements ImageCatalogContract {
  @Autowired ImageCatalog catalog;

  @Override
  public ImageCatalog catalog() {
    return catalog;
  }
}
