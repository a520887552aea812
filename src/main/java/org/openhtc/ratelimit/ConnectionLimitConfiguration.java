package org.openhtc.ratelimit;

import org.openhtc.api.ClientAddress;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has Tomcat limit the connections of each client address. */
@Configuration(proxyBeanMethods = false)
class ConnectionLimitConfiguration {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectionLimit(
      RateLimitSettings settings, ClientAddress addresses) {
    ConnectionLimit limit =
        new ConnectionLimit(settings.connectionsPerAddress(), addresses::isTrustedProxy);
    return tomcat -> {
      tomcat.setProtocol(AddressLimitedProtocol.class.getName());
      tomcat.addConnectorCustomizers(connector -> {
        if (connector.getProtocolHandler() instanceof AddressLimitedProtocol protocol) {
          protocol.limit(limit);
        }
      });
    };
  }
}
