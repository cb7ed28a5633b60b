package dev.voltad.daemon.server;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Puts the parts of a request together; one with too large a body is refused and hung up on. */
final class WholeRequests extends HttpObjectAggregator {
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final Traffic traffic;

  WholeRequests(Traffic traffic) {
    super(MAX_BODY_BYTES);
    this.traffic = traffic;
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    new Responder(context.channel(), traffic, false)
        .problem(
            new Problem(
                "Could not take the request.",
                "Its body is larger than " + MAX_BODY_BYTES + " bytes.",
                ProblemCode.BAD_REQUEST,
                "Send less."));
  }
}
