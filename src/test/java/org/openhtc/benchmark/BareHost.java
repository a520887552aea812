package org.openhtc.benchmark;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The connections of the bare client to one engine: one for events, the others for containers. */
final class BareHost {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String EVENTS =
      "/events?filters=%7B%22type%22%3A%5B%22container%22%5D%2C%22event%22%3A%5B%22die%22%5D%7D";

  private final BareClient client;
  private final InetSocketAddress address;
  private final String image;
  private final int concurrency;
  private final Map<String, BareWorker> running = new HashMap<>();

  BareHost(BareClient client, InetSocketAddress address, String image, int concurrency) {
    this.client = client;
    this.address = address;
    this.image = image;
    this.concurrency = concurrency;
  }

  /** Opens the event stream first, so that no end is missed. */
  void open() {
    connect(new Events());
  }

  private void connect(ChannelHandler... handlers) {
    var _ =
        new Bootstrap()
            .group(client.loop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpClientCodec()).addLast(handlers);
                  }
                })
            .connect(address)
            .addListener(connected -> {
              if (!connected.isSuccess()) {
                client.failed(connected.cause());
              }
            });
  }

  private void openWorkers() {
    for (int i = 0; i < concurrency; i++) {
      connect(new HttpObjectAggregator(1 << 20), new BareWorker(client, this, image));
    }
  }

  /** From now on the worker is notified of the container's end. */
  void watch(String id, BareWorker worker) {
    running.put(id, worker);
  }

  private void ended(String id) {
    BareWorker worker = running.remove(id);
    if (worker != null) {
      worker.containerEnded();
    }
  }

  private final class Events extends SimpleChannelInboundHandler<HttpObject> {
    private String unfinished = "";

    @Override
    public void channelActive(ChannelHandlerContext engine) {
      DefaultFullHttpRequest request =
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, EVENTS);
      request.headers().set(HttpHeaderNames.HOST, "engine");
      var _ = engine.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext engine, HttpObject part) {
      if (part instanceof HttpResponse) {
        openWorkers();
      }
      if (part instanceof HttpContent content) {
        String text = unfinished + content.content().toString(StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        text.substring(0, end).lines().forEach(line -> ended(id(line)));
        unfinished = text.substring(end);
      }
    }

    private static String id(String event) {
      return JSON.readTree(event).path("id").asString("");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext engine, Throwable cause) {
      client.failed(cause);
    }
  }
}
