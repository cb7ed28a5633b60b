package dev.voltad.daemon.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioChannelOption;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in only our own user, and at most 64 connections at a time. The mode of the socket's folder
 * keeps others out already; this also keeps out root, who may not command a user's daemon.
 *
 * <p>Whoever comes while 64 are open waits in the kernel's queue instead of being turned away: two
 * hundred shims that start at once on an old home would each start a JVM of their own otherwise.
 *
 * <p>Owned by the network thread.
 */
@Sharable
final class Gatekeeper extends ChannelInboundHandlerAdapter {
  static final int MAX_CONNECTIONS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);

  private final UserPrincipal us;
  private final Traffic traffic;
  private int connections;

  Gatekeeper(UserPrincipal us, Traffic traffic) {
    this.us = us;
    this.traffic = traffic;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    Channel door = context.channel().parent();
    connections++;
    traffic.opened();
    door.config().setAutoRead(connections < MAX_CONNECTIONS);
    context.channel().closeFuture().addListener(closed -> leave(door));
    UnixDomainPrincipal peer =
        context
            .channel()
            .config()
            .getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
    if (peer == null || !peer.user().equals(us)) {
      traffic.refused();
      LOG.warn("peer.refused user={}", peer == null ? "unknown" : peer.user().getName());
      context.close();
    } else {
      super.channelActive(context);
    }
  }

  private void leave(Channel door) {
    connections--;
    traffic.closed();
    if (door.isOpen()) {
      door.config().setAutoRead(true);
    }
  }
}
