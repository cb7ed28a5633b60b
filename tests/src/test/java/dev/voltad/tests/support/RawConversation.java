package dev.voltad.tests.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes to a Unix socket, and what comes back until the other side ends it. */
public final class RawConversation {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");
  private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z-]+)\"");

  private RawConversation() {}

  /**
   * Sends everything, ends its own side, and reads to the end.
   *
   * @throws AssertionError if the other side does not end it within {@code millis}
   */
  public static String hold(Path socket, byte[] words, long millis) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer left = ByteBuffer.wrap(words);
    long end = System.nanoTime() + millis * 1_000_000;
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, 0);
      boolean isOpen = true;
      boolean isSending = true;
      while (isOpen) {
        if (isSending && !sendSome(channel, left)) {
          isSending = false;
        }
        key.interestOps(SelectionKey.OP_READ | (isSending ? SelectionKey.OP_WRITE : 0));
        long wait = (end - System.nanoTime()) / 1_000_000;
        if (wait <= 0) {
          throw new AssertionError("no end within " + millis + " ms; so far: " + answer);
        }
        selector.select(wait);
        selector.selectedKeys().clear();
        isOpen = readSome(channel, answer);
      }
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether there is more to send; ends our side if not. */
  private static boolean sendSome(SocketChannel channel, ByteBuffer left) throws IOException {
    try {
      channel.write(left);
      if (!left.hasRemaining()) {
        channel.shutdownOutput();
      }
      return left.hasRemaining();
    } catch (IOException nobodyListens) {
      return false;
    }
  }

  private static boolean readSome(SocketChannel channel, ByteArrayOutputStream answer) {
    ByteBuffer buffer = ByteBuffer.allocate(65536);
    try {
      int count = channel.read(buffer);
      while (count > 0) {
        answer.write(buffer.array(), 0, buffer.position());
        buffer.clear();
        count = channel.read(buffer);
      }
      return count == 0;
    } catch (IOException reset) {
      return false;
    }
  }

  /**
   * Answers in short: each status (or how many times it came), the code of the last problem, and
   * {@code close} if the last answer says so; {@code nothing} if there is none.
   *
   * @throws AssertionError if they are not whole answers one after another
   */
  public static String summary(String answers, boolean isHead) {
    List<String> statuses = new ArrayList<>();
    String head = "";
    int at = 0;
    while (at < answers.length()) {
      int end = answers.indexOf("\r\n\r\n", at);
      if (end < 0 || !answers.startsWith("HTTP/1.1 ", at)) {
        throw new AssertionError("no answer at " + at + " of " + answers);
      }
      head = answers.substring(at, end + 2);
      statuses.add(head.substring(9, 12));
      at = isHead ? end + 4 : endOfBody(answers, head, end + 4);
    }
    Matcher code = CODE.matcher(answers);
    String problem = "";
    while (code.find()) {
      problem = " " + code.group(1);
    }
    String close = head.toLowerCase().contains("\r\nconnection: close\r\n") ? " close" : "";
    return statuses.isEmpty() ? "nothing" : shortened(statuses) + problem + close;
  }

  private static int endOfBody(String answers, String head, int start) {
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      int end = start + Integer.parseInt(length.group(1));
      if (end > answers.length()) {
        throw new AssertionError("cut off: " + answers);
      }
      return end;
    }
    if (head.contains(" 100 ")) {
      return start;
    }
    int last = answers.indexOf("\r\n0\r\n\r\n", start);
    if (last < 0) {
      throw new AssertionError("no last chunk: " + answers);
    }
    return last + 7;
  }

  private static String shortened(List<String> statuses) {
    return statuses.size() > 3 && statuses.stream().distinct().count() == 1
        ? statuses.size() + "x" + statuses.get(0)
        : String.join(" ", statuses);
  }
}
