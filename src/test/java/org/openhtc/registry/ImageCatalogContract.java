package org.openhtc.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the parts that start jobs need of every {@link ImageCatalog}. */
interface ImageCatalogContract {
  PinnedImage IMAGE = new PinnedImage("projects/1/app", "sha256:" + "0123456789abcdef".repeat(4));

  ImageCatalog catalog();

  @Test
  default void referenceHasThePrefixOfAllProjectsAndTheDigest() {
    assertThat(catalog().reference(IMAGE))
        .isEqualTo(catalog().prefix() + "1/app@" + IMAGE.digest());
  }

  @Test
  default void pullOfAnImageIsAuthorizedByAToken() {
    PullAuthorization pull = catalog().authorizePull(IMAGE);
    assertThat(pull.reference()).isEqualTo(catalog().reference(IMAGE));
    assertThat(pull.token()).isNotBlank();
    assertThat(pull.toString()).doesNotContain(pull.token());
  }
}
