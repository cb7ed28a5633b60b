package dev.voltad.daemon.server;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.timeout.IdleStateEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes whole requests of one connection to the router. Owned by the network thread. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private final Router router;
  private final Traffic traffic;
  private Responder current;

  RequestHandler(Router router, Traffic traffic) {
    this.router = router;
    this.traffic = traffic;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    if (isStreaming()) {
      LOG.debug("request.dropped"); // its answer would break into the one under way
      return;
    }
    if (message.decoderResult().isFailure()) {
      new Responder(context.channel(), traffic, false)
          .problem(
              new Problem(
                  "Could not read the request.",
                  "It is not HTTP/1.1, or its head is larger than 8 KiB.",
                  ProblemCode.BAD_REQUEST,
                  "See docs/protocol.md for examples."));
      return;
    }
    Request request = Request.of(message);
    LOG.debug("request method={} path={}", request.method(), request.path());
    current = new Responder(context.channel(), traffic, request.isKeptAlive());
    router.route(request, current);
  }

  /** Whether an answer goes on until its job ends; the connection closes after it. */
  private boolean isStreaming() {
    return current != null && current.isStreaming();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof IdleStateEvent && !isStreaming()) {
      context.close();
    } else {
      super.userEventTriggered(context, event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof RuntimeException) {
      LOG.error("connection.broke", cause);
    } else {
      LOG.debug("connection.lost why={}", cause.toString());
    }
    context.close();
    if (cause instanceof Error error) {
      throw error;
    }
  }
}
