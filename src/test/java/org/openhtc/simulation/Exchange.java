package org.openhtc.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.openhtc.simulation.fault.Fault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One call and its response, which a fault may replace.
 *
 * @param keepsAlive whether the client may use the connection again
 */
record Exchange(
    ChannelHandlerContext client, Call call, boolean keepsAlive, @Nullable Fault fault) {
  static final JsonMapper JSON = JsonMapper.shared();

  /** Set for a connection whose call never gets a response. */
  static final AttributeKey<Boolean> HANGS = AttributeKey.valueOf("hangs");

  private static final String JSON_TYPE = "application/json";

  void json(int status, JsonNode body) {
    text(status, body.toString());
  }

  void error(int status, String message) {
    json(status, JSON.createObjectNode().put("message", message));
  }

  void empty(int status) {
    respond(status, JSON_TYPE, Unpooled.EMPTY_BUFFER);
  }

  /** JSON that was written by other means. */
  void text(int status, String json) {
    respond(status, JSON_TYPE, ByteBufUtil.writeUtf8(client.alloc(), json));
  }

  void respond(int status, String type, ByteBuf body) {
    switch (fault) {
      case null -> send(status, type, body);
      case FAIL, FAIL_AFTER_EFFECT -> {
        body.release();
        send(
            500,
            JSON_TYPE,
            ByteBufUtil.writeUtf8(client.alloc(), "{\"message\":\"simulated failure\"}"));
      }
      case HANG, HANG_AFTER_EFFECT -> {
        body.release();
        client.channel().attr(HANGS).set(true);
      }
      case CLOSE, CLOSE_AFTER_EFFECT -> {
        body.release();
        var _ = client.close();
      }
    }
  }

  private void send(int status, String type, ByteBuf body) {
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    if (status != 204 && status != 304) {
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    }
    closeUnlessKept(client.writeAndFlush(prepared(response)));
  }

  /** Sends the head of a response whose body follows in pieces; false if a fault prevents it. */
  boolean begin(String type) {
    if (fault != null) {
      empty(200);
      return false;
    }
    DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    var _ = client.writeAndFlush(prepared(head));
    return true;
  }

  private HttpResponse prepared(HttpResponse response) {
    if (!keepsAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return response;
  }

  /** Called with the write that ends the response. */
  void closeUnlessKept(ChannelFuture written) {
    if (!keepsAlive) {
      var _ = written.addListener(ChannelFutureListener.CLOSE);
    }
  }
}
