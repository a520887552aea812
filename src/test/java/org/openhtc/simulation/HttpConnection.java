package org.openhtc.simulation;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openhtc.simulation.fault.Fault;

/** One connection to a simulated engine: passes each call to the engine when its time has come. */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final SimulatedEngine engine;

  HttpConnection(SimulatedEngine engine) {
    this.engine = engine;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext client, FullHttpRequest request) {
    Call call = Call.of(request);
    engine.called(call.operation());
    Fault fault = engine.faults().take(call.operation());
    Exchange exchange = new Exchange(client, call, HttpUtil.isKeepAlive(request), fault);
    long delay = engine.delayNanos(call.operation());
    if (delay == 0) {
      handle(exchange, fault);
    } else {
      var _ =
          client.executor().schedule(() -> handle(exchange, fault), delay, TimeUnit.NANOSECONDS);
    }
  }

  private void handle(Exchange exchange, @Nullable Fault fault) {
    if (fault == null || fault.takesEffect()) {
      engine.handle(exchange);
    } else {
      exchange.empty(200);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext client, Throwable cause) {
    var _ = client.close();
    if (!(cause instanceof IOException)) {
      throw new IllegalStateException("a simulated engine failed", cause);
    }
  }
}
