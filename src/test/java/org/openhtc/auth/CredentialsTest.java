package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.auth.Credentials.Scheme;

class CredentialsTest {

  @Test
  void schemeIsReadInAnyCase() {
    assertThat(Credentials.read("bearer x")).contains(new Credentials(Scheme.BEARER, "x"));
    assertThat(Credentials.read("TOKEN  x ")).contains(new Credentials(Scheme.TOKEN, "x"));
    assertThat(Credentials.read("Refresh x")).contains(new Credentials(Scheme.REFRESH, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x", "Bearer", "Basic x", "Bearer x y"})
  void otherHeadersHaveNoCredentials(String header) {
    assertThat(Credentials.read(header)).isEmpty();
  }

  @Test
  void missingHeaderHasNoCredentials() {
    assertThat(Credentials.read(null)).isEmpty();
  }

  @Test
  void secretsAreNotLogged() {
    assertThat(new Credentials(Scheme.TOKEN, "secret")).asString().doesNotContain("secret");
  }
}
