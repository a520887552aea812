package org.openhtc.execution.http;

import java.io.IOException;

class HttpConnectionsTcpTest extends HttpConnectionsTest {
  @Override
  ScriptedServer startServer() throws IOException {
    return ScriptedServer.tcp();
  }
}
