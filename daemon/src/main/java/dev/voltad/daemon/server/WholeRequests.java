package dev.voltad.daemon.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpContentException;

/**
 * Puts the parts of a request together. One whose body is too large is handed on as one that cannot
 * be read, so that its answer comes in its turn; the connection ends with it.
 */
final class WholeRequests extends HttpObjectAggregator {
  static final int MAX_BODY_BYTES = 64 * 1024;

  WholeRequests() {
    super(MAX_BODY_BYTES);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    HttpRequest head = (HttpRequest) oversized;
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(
            head.protocolVersion(), head.method(), head.uri(), Unpooled.EMPTY_BUFFER);
    request.setDecoderResult(DecoderResult.failure(new TooLongHttpContentException()));
    context.fireChannelRead(request);
  }

  /** Netty would refuse what is too large here, and go on reading: what follows may be its body. */
  @Override
  protected Object newContinueResponse(HttpMessage start, int most, ChannelPipeline pipeline) {
    boolean isWelcome =
        HttpUtil.is100ContinueExpected(start) && HttpUtil.getContentLength(start, 0L) <= most;
    return isWelcome ? super.newContinueResponse(start, most, pipeline) : null;
  }
}
