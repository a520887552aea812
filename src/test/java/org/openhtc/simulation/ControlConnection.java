package org.openhtc.simulation;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openhtc.simulation.fault.Fault;
import org.openhtc.simulation.fault.Faults;
import org.openhtc.simulation.fault.Operation;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control interface for benchmarks, with parameters in the query:
 *
 * <ul>
 *   <li>{@code /engines}: the endpoints
 *   <li>{@code /counts}: calls by operation and containers, of all engines; {@code ?engine=N}: of
 *       one
 *   <li>{@code /reset}: sets the largest number of containers at once back
 *   <li>{@code /faults?engine=N}: {@code operation=O&fault=F} with optional {@code calls=C}, {@code
 *       operation=O&delay=MILLIS}, {@code slowness=FACTOR}, {@code skew=MILLIS}, {@code
 *       events=lost}; without one of these it ends all faults
 *   <li>{@code /cut?engine=N}: closes the event streams
 *   <li>{@code /stop?engine=N} with optional {@code keep=1}, and {@code /restart?engine=N}
 * </ul>
 *
 * Where {@code engine} is absent, all engines are meant.
 */
final class ControlConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final SimulatedEngines engines;

  ControlConnection(SimulatedEngines engines) {
    this.engines = engines;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext client, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    Call call = new Call(Operation.OTHER, uri.path(), uri.parameters(), "");
    Exchange exchange = new Exchange(client, call, HttpUtil.isKeepAlive(request), null);
    switch (uri.path()) {
      case "/engines" -> listEngines(exchange);
      case "/counts" -> exchange.json(200, counts(counters(call)));
      case "/reset" -> change(exchange, engine -> engine.counters().resetMostRunning());
      case "/faults" -> change(exchange, engine -> setFaults(call, engine.faults()));
      case "/cut" -> change(exchange, SimulatedEngine::cutEventStreams);
      case "/stop" -> change(exchange, engine -> engine.stop(call.isSet("keep")));
      case "/restart" -> change(exchange, SimulatedEngine::restart);
      default -> exchange.error(404, "no such path");
    }
  }

  private void listEngines(Exchange exchange) {
    ArrayNode list = Exchange.JSON.createArrayNode();
    engines.all().forEach(engine -> list.add(engine.endpoint().toString()));
    exchange.json(200, list);
  }

  private void change(Exchange exchange, Consumer<SimulatedEngine> change) {
    chosen(exchange.call()).forEach(change);
    if (exchange.call().parameter("engine").isEmpty()) {
      engines.counters().resetMostRunning();
    }
    exchange.empty(204);
  }

  private List<SimulatedEngine> chosen(Call call) {
    String number = call.parameter("engine");
    return number.isEmpty() ? engines.all() : List.of(engines.engine(Integer.parseInt(number)));
  }

  private Counters counters(Call call) {
    String number = call.parameter("engine");
    return number.isEmpty()
        ? engines.counters()
        : engines.engine(Integer.parseInt(number)).counters();
  }

  private static ObjectNode counts(Counters counters) {
    ObjectNode counts =
        Exchange.JSON
            .createObjectNode()
            .put("started", counters.startedContainers())
            .put("ended", counters.endedContainers())
            .put("running", counters.running())
            .put("mostRunning", counters.mostRunning());
    ObjectNode calls = counts.putObject("calls");
    counters.calls().forEach((operation, count) -> calls.put(operation.name(), count));
    return counts;
  }

  private static void setFaults(Call call, Faults faults) {
    Map<String, List<String>> query = call.query();
    if (query.containsKey("fault")) {
      int calls = query.containsKey("calls") ? number(call, "calls") : Integer.MAX_VALUE;
      faults.next(calls, operation(call), Fault.valueOf(call.parameter("fault")));
    } else if (query.containsKey("delay")) {
      faults.delay(operation(call), Duration.ofMillis(number(call, "delay")));
    } else if (query.containsKey("slowness")) {
      faults.slowness(number(call, "slowness"));
    } else if (query.containsKey("skew")) {
      faults.clockSkew(Duration.ofMillis(number(call, "skew")));
    } else if (query.containsKey("events")) {
      faults.losesEvents(true);
    } else {
      faults.end();
    }
  }

  private static Operation operation(Call call) {
    return Operation.valueOf(call.parameter("operation"));
  }

  private static int number(Call call, String name) {
    return Integer.parseInt(call.parameter(name));
  }
}
