package org.openhtc.simulation;

/** Passes each call of one engine's API to its implementation. */
final class EngineApi {
  private final EngineParts parts;
  private final ContainerCalls containers;
  private final SystemCalls system;

  EngineApi(EngineParts parts) {
    this.parts = parts;
    containers = new ContainerCalls(parts);
    system = new SystemCalls(parts);
  }

  void handle(Exchange exchange) {
    switch (exchange.call().operation()) {
      case PING -> system.ping(exchange);
      case VERSION -> system.version(exchange);
      case INFO -> system.info(exchange);
      case EVENTS -> system.events(exchange);
      case CREATE -> containers.create(exchange);
      case START -> containers.start(exchange);
      case INSPECT -> containers.inspect(exchange, false);
      case SIZE -> containers.inspect(exchange, true);
      case CHANGES -> containers.changes(exchange);
      case LIST -> containers.list(exchange);
      case LOGS -> containers.logs(exchange);
      case STOP -> containers.stop(exchange);
      case KILL -> containers.kill(exchange);
      case WAIT -> containers.await(exchange);
      case DELETE -> containers.delete(exchange);
      case ARCHIVE -> containers.archive(exchange);
      case IMAGE_INSPECT -> parts.images().inspect(exchange);
      case IMAGE_LIST -> parts.images().list(exchange);
      case IMAGE_CREATE -> parts.images().create(exchange);
      case IMAGE_DELETE -> parts.images().delete(exchange, parts.table());
      case NETWORK_INSPECT -> parts.networks().inspect(exchange);
      case NETWORK_CREATE -> parts.networks().create(exchange);
      case NETWORK_DELETE -> parts.networks().delete(exchange);
      case OTHER -> exchange.error(501, "not simulated: " + exchange.call().subject());
    }
  }
}
