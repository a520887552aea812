package org.openhtc.tls;

import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/**
 * Opens a port with plain HTTP beside the one with HTTPS, with the same protocol, threads, time
 * limits and limits of connections.
 */
final class PlainConnector implements TomcatContextCustomizer {
  private final TomcatServletWebServerFactory tomcat;
  private final int port;

  PlainConnector(TomcatServletWebServerFactory tomcat, int port) {
    this.tomcat = tomcat;
    this.port = port;
  }

  /** Called after all other modules have set up Tomcat, so that nothing of it is missing here. */
  @Override
  public void customize(Context context) {
    Connector connector = new Connector(tomcat.getProtocol());
    connector.setPort(port);
    for (TomcatConnectorCustomizer customizer : tomcat.getConnectorCustomizers()) {
      customizer.customize(connector);
    }
    for (TomcatProtocolHandlerCustomizer<?> customizer : tomcat.getProtocolHandlerCustomizers()) {
      customize(customizer, connector.getProtocolHandler());
    }
    if (context.getParent().getParent() instanceof Engine engine) {
      engine.getService().addConnector(connector);
    }
  }

  /** Each customizer here accepts every protocol, as that of the main port shows. */
  @SuppressWarnings("unchecked")
  private static <T extends ProtocolHandler> void customize(
      TomcatProtocolHandlerCustomizer<T> customizer, ProtocolHandler handler) {
    customizer.customize((T) handler);
  }
}
