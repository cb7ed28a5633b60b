package dev.voltad.daemon.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Serves HTTP/1.1 on one Unix socket, on the thread {@code voltad-net}. */
public final class SocketServer implements AutoCloseable {
  /** What docs/protocol.md promises clients. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int BACKLOG = 512;
  private static final int MAX_LINE_BYTES = 4096;
  private static final int MAX_HEADER_BYTES = 8192;

  /**
   * A client that floods us fills this twice, with 114 requests at most, and is read on when it has
   * its answers. Netty's codec hangs up on more than 128.
   */
  private static final int READ_BYTES = 1024;

  private static final ThreadFactory THREADS = task -> new Thread(task, "voltad-net");

  private final EventLoopGroup loop;
  private final Channel channel;

  private SocketServer(EventLoopGroup loop, Channel channel) {
    this.loop = loop;
    this.channel = channel;
  }

  /**
   * Binds a socket, after removing a stale one of the same name; mode 0600.
   *
   * @param socket in a folder that is ours alone; nobody else may bind it, which the daemon's lock
   *     sees to
   */
  public static ServerSocketChannel bind(Path socket) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Serves on a socket that is bound.
   *
   * @param us the only user who may connect
   * @param patience how long a client may take for a request, or to take an answer: {@link
   *     #PATIENCE}
   */
  public static SocketServer start(
      ServerSocketChannel socket, UserPrincipal us, Api api, Duration patience)
      throws IOException, InterruptedException {
    socket.configureBlocking(false);
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, THREADS, NioIoHandler.newFactory());
    // Without anything to wait for, netty's loop looks for it every second.
    loop.next().scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channelFactory(() -> new NioServerDomainSocketChannel(socket))
            .option(ChannelOption.RECVBUF_ALLOCATOR, oneAtATime())
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, littleAtATime())
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(new Pipeline(us, api, patience));
    return new SocketServer(loop, bootstrap.register().sync().channel());
  }

  /** One accept, then one look at how many are open: the limit is never overrun. */
  private static RecvByteBufAllocator oneAtATime() {
    return new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(1);
  }

  private static RecvByteBufAllocator littleAtATime() {
    return new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1);
  }

  private static final class Pipeline extends ChannelInitializer<Channel> {
    private final Gatekeeper gatekeeper;
    private final Router router;
    private final Traffic traffic;
    private final Duration patience;

    private Pipeline(UserPrincipal us, Api api, Duration patience) {
      this.patience = patience;
      this.gatekeeper = new Gatekeeper(us, api.traffic());
      this.router = api.router();
      this.traffic = api.traffic();
    }

    @Override
    protected void initChannel(Channel child) {
      ChannelPipeline pipeline = child.pipeline();
      pipeline.addLast(gatekeeper);
      pipeline.addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_HEADER_BYTES));
      pipeline.addLast(new WholeRequests());
      pipeline.addLast(new RequestHandler(router, traffic, patience));
    }
  }

  /** Takes no more connections for now; those there are go on. Others may listen meanwhile. */
  public void pause() {
    channel.config().setAutoRead(false);
  }

  /** Takes connections again. */
  public void resume() {
    channel.config().setAutoRead(true);
    channel.read();
  }

  /**
   * Takes no more connections, ends those there are within a second, and removes the socket's file:
   * netty does that when the channel is closed.
   */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    endLoop();
  }

  /**
   * As {@link #close}, but the socket and its file stay: they are the service manager's, or another
   * daemon's by now. Who connects from now on waits for whoever listens next.
   */
  public void leave() {
    channel.deregister().awaitUninterruptibly(); // the loop closes only what is registered
    endLoop();
  }

  private void endLoop() {
    loop.shutdownGracefully(50, 1000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
