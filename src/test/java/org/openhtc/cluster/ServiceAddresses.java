package org.openhtc.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.openhtc.testing.Command;
import org.openhtc.testing.TcpProxy;

/**
 * Names and addresses of Services for the pods of a {@link RealNode}: what a name server in the
 * cluster and kube-proxy do elsewhere. The loopback interface of this machine has the addresses
 * until the end.
 */
final class ServiceAddresses implements AutoCloseable {
  static final String DOMAIN = "cluster.local";
  static final String NAME_SERVER = "10.96.0.10";

  private final Set<String> addresses = new TreeSet<>();
  private final Map<String, String> names = new ConcurrentHashMap<>();
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final List<NameServer> servers = new ArrayList<>();

  /** Starts the name server of all pods. */
  void startNameServer() throws IOException {
    add(NAME_SERVER);
    servers.add(NameServer.at(NAME_SERVER, names));
  }

  /**
   * Forwards connections to an address.
   *
   * @param target the server of the next connection
   */
  void forward(String address, int port, Supplier<InetSocketAddress> target) throws IOException {
    add(address);
    proxies.add(TcpProxy.at(new InetSocketAddress(address, port), target));
  }

  /**
   * Gives an address a name.
   *
   * @param name such as {@code service.namespace.svc}
   */
  void name(String name, String address) {
    names.put(name + "." + DOMAIN, address);
  }

  private void add(String address) throws IOException {
    if (addresses.add(address)) {
      onLoopback("add", address);
    }
  }

  private static void onLoopback(String change, String address) throws IOException {
    Command.run(Path.of("/"), "ip", "address", change, address + "/32", "dev", "lo");
  }

  @Override
  public void close() throws IOException {
    servers.forEach(NameServer::close);
    for (TcpProxy proxy : proxies) {
      proxy.close();
    }
    for (String address : addresses) {
      onLoopback("del", address);
    }
  }
}
