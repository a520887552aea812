package org.openhtc.tls;

import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import org.openhtc.api.ErrorWriter;
import org.openhtc.api.FilterOrder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Sets up HTTPS when a certificate is set. */
@Configuration(proxyBeanMethods = false)
@Conditional(TlsConfiguration.CertificateSet.class)
class TlsConfiguration {

  @Bean
  ServerCertificate serverCertificate(TlsSettings settings, Clock clock) {
    CertificateFiles files =
        new CertificateFiles(
            Objects.requireNonNull(settings.certificate()),
            Objects.requireNonNull(settings.privateKey()));
    return new ServerCertificate(files, settings.reloadInterval(), clock);
  }

  /** Jobs would get no response to plain HTTP on the port of HTTPS. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> https(
      TlsSettings settings,
      @Value("${server.port}") int port,
      @Value("${openhtc.execution.api-url}") URI jobs) {
    if ("http".equals(jobs.getScheme()) && jobs.getPort() == port) {
      throw new IllegalStateException(
          "openhtc.execution.api-url '%s' must be an https URL with a name of the certificate,"
                  .formatted(jobs)
              + " because openhtc.tls.certificate is set");
    }
    return tomcat -> {
      tomcat.setSsl(Ssl.forBundle(ServerCertificate.BUNDLE));
      if (settings.plainPort() != 0) {
        tomcat.addContextCustomizers(new PlainConnector(tomcat, settings.plainPort()));
      }
    };
  }

  @Bean
  FilterRegistrationBean<PlainHttpFilter> plainHttp(
      TlsSettings settings, @Value("${server.port}") int port, ErrorWriter errors) {
    FilterRegistrationBean<PlainHttpFilter> registration =
        new FilterRegistrationBean<>(new PlainHttpFilter(settings.plainPort(), port, errors));
    registration.setOrder(FilterOrder.PLAIN_HTTP);
    registration.setEnabled(settings.plainPort() != 0);
    return registration;
  }

  /** An environment variable may be set to nothing. */
  static final class CertificateSet implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return StringUtils.hasText(context.getEnvironment().getProperty("openhtc.tls.certificate"));
    }
  }
}
