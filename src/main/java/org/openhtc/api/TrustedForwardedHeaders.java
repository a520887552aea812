package org.openhtc.api;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Applies the forwarded headers of trusted proxies to the URL of the request. From other senders
 * they would place any host into the links of responses.
 */
@Configuration(proxyBeanMethods = false)
class TrustedForwardedHeaders {

  @Bean
  FilterRegistrationBean<ForwardedHeaderFilter> forwardedHeaders(ClientAddress addresses) {
    FilterRegistrationBean<ForwardedHeaderFilter> registration =
        new FilterRegistrationBean<>(filter(addresses));
    registration.setDispatcherTypes(
        DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
    registration.setOrder(FilterOrder.REQUEST_ID);
    return registration;
  }

  static ForwardedHeaderFilter filter(ClientAddress addresses) {
    return new ForwardedHeaderFilter() {
      @Override
      protected boolean shouldNotFilter(HttpServletRequest request) {
        return super.shouldNotFilter(request) || !addresses.isFromTrustedProxy(request);
      }
    };
  }
}
