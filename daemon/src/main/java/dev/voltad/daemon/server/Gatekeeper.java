package dev.voltad.daemon.server;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioChannelOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in only our own user, and at most 64 connections at a time. The mode of the socket's folder
 * keeps others out already; this also keeps out root, who may not command a user's daemon.
 */
@Sharable
final class Gatekeeper extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);
  private static final int MAX_CONNECTIONS = 64;

  private final UserPrincipal us;
  private final AtomicInteger connections = new AtomicInteger();

  Gatekeeper(UserPrincipal us) {
    this.us = us;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    int open = connections.incrementAndGet();
    context.channel().closeFuture().addListener(closed -> connections.decrementAndGet());
    UnixDomainPrincipal peer =
        context
            .channel()
            .config()
            .getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
    if (peer == null || !peer.user().equals(us)) {
      LOG.warn("peer.refused user={}", peer == null ? "unknown" : peer.user().getName());
      context.close();
    } else if (open > MAX_CONNECTIONS) {
      LOG.warn("peer.refused connections={}", open);
      context.close();
    } else {
      super.channelActive(context);
    }
  }
}
