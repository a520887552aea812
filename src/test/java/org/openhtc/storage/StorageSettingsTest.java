package org.openhtc.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class StorageSettingsTest {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Storage.class);

  @Test
  void withoutSettingsThereIsNoConnection() {
    context.run(started -> assertThat(started).doesNotHaveBean(ObjectStoreConnection.class));
  }

  @Test
  void readsEveryKey() {
    given("bucket=htc", "access-key=key", "secret-key=secret", "region=eu-1")
        .withPropertyValues("openhtc.storage.endpoint=http://store:9000")
        .run(started ->
            assertThat(started.getBean(ObjectStoreConnection.class))
                .isEqualTo(
                    new ObjectStoreConnection(
                        URI.create("http://store:9000"), "eu-1", "htc", "key", "secret")));
  }

  @Test
  void awsNeedsNoEndpoint() {
    given("bucket=htc", "access-key=key", "secret-key=secret")
        .run(started ->
            assertThat(started.getBean(ObjectStoreConnection.class))
                .isEqualTo(new ObjectStoreConnection(null, "us-east-1", "htc", "key", "secret")));
  }

  @Test
  void aForgottenBucketStopsTheStart() {
    given("endpoint=http://store:9000", "access-key=key", "secret-key=secret")
        .run(
            failed -> assertThat(failed).getFailure().rootCause().hasMessageContaining("'bucket'"));
  }

  @Test
  void anEndpointThatIsNoUrlStopsTheStart() {
    given("bucket=htc", "access-key=key", "secret-key=secret", "endpoint=store:9000")
        .run(failed ->
            assertThat(failed)
                .getFailure()
                .rootCause()
                .hasMessage("openhtc.storage.endpoint 'store:9000' is not an http or https URL"));
  }

  private ApplicationContextRunner given(String... settings) {
    ApplicationContextRunner result = context;
    for (String setting : settings) {
      result = result.withPropertyValues("openhtc.storage." + setting);
    }
    return result;
  }

  @Configuration(proxyBeanMethods = false)
  @ConfigurationPropertiesScan
  @Import(StorageConfiguration.class)
  static class Storage {}
}
