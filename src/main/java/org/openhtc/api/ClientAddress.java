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
 * The network address that a request came from, for limits and records: a client can't choose it by
 * a header of its own, as it can choose what {@link HttpServletRequest#getRemoteAddr} says here.
 */
@Component
public class ClientAddress {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");

  private final List<IpAddressMatcher> trusted;

  ClientAddress(HttpSettings settings) {
    this.trusted = settings.trustedProxies().stream().map(IpAddressMatcher::new).toList();
  }

  /** The peer; behind trusted proxies, the nearest address that is none of theirs. */
  public String of(HttpServletRequest request) {
    HttpServletRequest asItCame = asItCame(request);
    String address = asItCame.getRemoteAddr();
    for (String hop : hops(asItCame).reversed()) {
      if (!isTrusted(address) || !ADDRESS.matcher(hop).matches()) {
        return address;
      }
      address = hop;
    }
    return address;
  }

  private boolean isTrusted(String address) {
    return trusted.stream().anyMatch(proxy -> proxy.matches(address));
  }

  private static List<String> hops(HttpServletRequest request) {
    return Collections.list(request.getHeaders("X-Forwarded-For")).stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .map(String::strip)
        .collect(Collectors.toList());
  }

  /** Below the wrappers, of which one hides the header and believes it, whoever sent it. */
  private static HttpServletRequest asItCame(HttpServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return (HttpServletRequest) inner;
  }
}
