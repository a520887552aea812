package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressTest {
  private final ClientAddress behindProxies =
      new ClientAddress(new HttpSettings(List.of(), List.of("10.0.0.0/8", "fd00::1")));

  @Test
  void headerOfAnUntrustedPeerIsIgnored() {
    ClientAddress direct = new ClientAddress(new HttpSettings(List.of(), List.of()));
    assertThat(direct.of(request("203.0.113.9", "198.51.100.1"))).isEqualTo("203.0.113.9");
    assertThat(behindProxies.of(request("203.0.113.9", "198.51.100.1"))).isEqualTo("203.0.113.9");
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.1.1, 198.51.100.1, 198.51.100.1",
    "fd00::1, 2001:db8::7, 2001:db8::7",
    "10.1.1.1, '198.51.100.1, 10.2.2.2', 198.51.100.1",
    // The client itself sent the left part.
    "10.1.1.1, '6.6.6.6, 198.51.100.1', 198.51.100.1",
    "10.1.1.1, '198.51.100.1, nonsense', 10.1.1.1",
    "10.1.1.1, 'unknown', 10.1.1.1",
    "10.1.1.1, '10.2.2.2', 10.2.2.2"
  })
  void headerOfATrustedProxyHasTheClientAddress(String peer, String header, String address) {
    assertThat(behindProxies.of(request(peer, header))).isEqualTo(address);
  }

  @Test
  void proxyWithoutAHeaderIsTheClient() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr("10.1.1.1");
    assertThat(behindProxies.of(request)).isEqualTo("10.1.1.1");
  }

  @Test
  void wrappersThatTrustTheHeaderAreRemoved() {
    MockHttpServletRequest request = request("203.0.113.9", "198.51.100.1");
    HttpServletRequestWrapper trusting =
        new HttpServletRequestWrapper(request) {
          @Override
          public String getRemoteAddr() {
            return "198.51.100.1";
          }
        };
    assertThat(behindProxies.of(trusting)).isEqualTo("203.0.113.9");
  }

  private static MockHttpServletRequest request(String peer, String forwardedFor) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(peer);
    request.addHeader("X-Forwarded-For", forwardedFor);
    return request;
  }
}
