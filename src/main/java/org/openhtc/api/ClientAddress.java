package org.openhtc.api;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * The network address of a request's client, for rate limits and audit entries. A client cannot
 * forge it with a header. It can forge {@link HttpServletRequest#getRemoteAddr}, which Spring takes
 * from forwarded headers of any sender.
 */
@Component
public class ClientAddress {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");

  private final List<IpAddressMatcher> trusted;

  ClientAddress(HttpSettings settings) {
    this.trusted = settings.trustedProxies().stream().map(IpAddressMatcher::new).toList();
  }

  /**
   * The address of the TCP peer. If the peer is a trusted proxy, it is the last address in {@code
   * X-Forwarded-For} that does not belong to a trusted proxy.
   */
  public String of(HttpServletRequest request) {
    HttpServletRequest unwrapped = unwrapped(request);
    String address = unwrapped.getRemoteAddr();
    for (String hop : hops(unwrapped).reversed()) {
      if (!isTrustedProxy(address) || !ADDRESS.matcher(hop).matches()) {
        return address;
      }
      address = hop;
    }
    return address;
  }

  /** Whether the TCP peer is a trusted proxy, whose forwarded headers describe the client. */
  boolean isFromTrustedProxy(HttpServletRequest request) {
    return isTrustedProxy(unwrapped(request).getRemoteAddr());
  }

  /** Whether the address is that of a trusted proxy. */
  public boolean isTrustedProxy(String address) {
    return trusted.stream().anyMatch(proxy -> proxy.matches(address));
  }

  private static List<String> hops(HttpServletRequest request) {
    return Collections.list(request.getHeaders("X-Forwarded-For")).stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .map(String::strip)
        .collect(Collectors.toList());
  }

  /**
   * Removes the wrappers: Spring's forwarded-header wrapper hides the header and trusts any sender.
   */
  private static HttpServletRequest unwrapped(HttpServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return (HttpServletRequest) inner;
  }
}
