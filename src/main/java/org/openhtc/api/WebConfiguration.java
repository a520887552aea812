package org.openhtc.api;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Settings for Tomcat and the converters that all endpoints share. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
  /** More than the connections that requests have to the database. */
  private static final int PLATFORM_THREADS = 64;

  /**
   * Passes {@code %2F} through: Tomcat would refuse it with an HTML page, while the security chain
   * refuses it with a JSON error.
   */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
    return tomcat ->
        tomcat.addConnectorCustomizers(connector ->
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
  }

  /** Applied after Spring's own choice of virtual threads. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> requestThreads() {
    RequestThreads threads = new RequestThreads(PLATFORM_THREADS);
    return tomcat ->
        tomcat.addProtocolHandlerCustomizers(protocol -> protocol.setExecutor(threads));
  }

  /** Runs before Tomcat's own valve, which then does not write its HTML page. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> jsonErrors(ErrorWriter errors) {
    return tomcat ->
        tomcat.addContextCustomizers(context ->
            context.getParent().getPipeline().addValve(new JsonErrorReportValve(errors)));
  }
}
