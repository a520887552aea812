package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class TrustedForwardedHeadersTest {
  private final ClientAddress addresses =
      new ClientAddress(new HttpSettings(List.of(), List.of("10.0.0.0/8")));

  @Test
  void headersOfATrustedProxyGiveTheUrl() throws Exception {
    assertThat(urlAfterTheFilter("10.1.1.1")).isEqualTo("https://htc.example.org/prefix/projects");
  }

  @Test
  void headersOfOthersAreIgnored() throws Exception {
    assertThat(urlAfterTheFilter("203.0.113.9")).isEqualTo("http://localhost/projects");
  }

  private String urlAfterTheFilter(String peer) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/projects");
    request.setRemoteAddr(peer);
    request.addHeader("X-Forwarded-Host", "htc.example.org");
    request.addHeader("X-Forwarded-Proto", "https");
    request.addHeader("X-Forwarded-Prefix", "/prefix");
    MockFilterChain chain = new MockFilterChain();
    TrustedForwardedHeaders.filter(addresses)
        .doFilter(request, new MockHttpServletResponse(), chain);
    HttpServletRequest passed = Objects.requireNonNull((HttpServletRequest) chain.getRequest());
    return passed.getRequestURL().toString();
  }
}
