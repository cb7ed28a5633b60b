package dev.voltad.tests.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that no well-behaved client sends to the daemon, and what must come back before it ends
 * the connection, which has been ended on the client's side.
 *
 * @param what in words
 * @param sent byte for byte; a character is a byte
 * @param answer as {@link RawConversation#summary} has it
 */
public record AbuseCase(String what, String sent, String answer) {
  private static final String GET = "GET /v1/status HTTP/1.1\r\n";
  private static final String POST = "POST /v1/reload HTTP/1.1\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String BAD = "400 bad-request close";
  private static final String UNKNOWN = "404 no-such-resource";
  private static final String NO_METHOD = "405 method-not-allowed";

  /** All of them. */
  public static List<AbuseCase> all() {
    return Stream.of(
            noHttp(),
            versions(),
            methods(),
            heads(),
            lengths(),
            chunks(),
            bodies(),
            paths(),
            odd(),
            waits(),
            ends())
        .flatMap(List::stream)
        .toList();
  }

  public byte[] bytes() {
    return sent.getBytes(StandardCharsets.ISO_8859_1);
  }

  public boolean isHead() {
    return sent.startsWith("HEAD ");
  }

  @Override
  public String toString() {
    return what;
  }

  private static AbuseCase row(String what, String sent, String answer) {
    return new AbuseCase(what, sent, answer);
  }

  private static AbuseCase get(String what, String path, String answer) {
    return row(what, "GET " + path + " HTTP/1.1\r\n\r\n", answer);
  }

  private static List<AbuseCase> noHttp() {
    return List.of(
        row("nothing at all", "", "nothing"),
        row("all bytes there are", allBytes() + "\r\n\r\n", BAD),
        row("zeros", "\0".repeat(100_000), BAD),
        row("TLS hello", "\u0016\u0003\u0001\u0002\0\u0001\0" + "\0".repeat(200), BAD),
        row("binary without a line's end", "\u00ff\u00fe\0\u0001".repeat(10), "nothing"),
        row("SSH", "SSH-2.0-OpenSSH_9.6\r\n\r\n", BAD),
        row("line ends for ever", "\r\n".repeat(300_000), "nothing"),
        row("spaces for ever", " ".repeat(300_000), BAD),
        row("a few empty lines first", "\r\n\r\n" + GET + "\r\n", "200"));
  }

  private static String allBytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 256; i++) {
      all.write(i);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private static List<AbuseCase> versions() {
    return List.of(
        row("HTTP/0.9", "GET /v1/status\r\n\r\n", BAD),
        row("HTTP/1.0 without Host", "GET /v1/status HTTP/1.0\r\n\r\n", "200 close"),
        row("HTTP/1.1 without Host", GET + "\r\n", "200"),
        row("HTTP/1.2", "GET /v1/status HTTP/1.2\r\n\r\n", BAD),
        row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", BAD),
        row("HTTP/9.9", "GET /v1/status HTTP/9.9\r\n\r\n", BAD),
        row("another protocol", "GET /v1/status SMTP/1.1\r\n\r\n", BAD));
  }

  private static List<AbuseCase> methods() {
    return List.of(
        row("method in lower case", "get /v1/status HTTP/1.1\r\n\r\n", NO_METHOD),
        row("unknown method", "BREW /v1/status HTTP/1.1\r\n\r\n", NO_METHOD),
        row("TRACE", "TRACE /v1/status HTTP/1.1\r\nSecret: 1\r\n\r\n", NO_METHOD),
        row("HEAD", "HEAD /v1/status HTTP/1.1\r\n\r\n", "405"),
        row("DELETE of a job", "DELETE /v1/jobs/1 HTTP/1.1\r\n\r\n", NO_METHOD),
        row("method of 10 KB", "A".repeat(10_240) + " /v1/status HTTP/1.1\r\n\r\n", BAD),
        row("method with a control", "GE\u0001T /v1/status HTTP/1.1\r\n\r\n", BAD),
        row("no path", "GET\r\n\r\n", BAD),
        row("CONNECT", "CONNECT localhost:80 HTTP/1.1\r\n\r\n", UNKNOWN),
        row("OPTIONS *", "OPTIONS * HTTP/1.1\r\n\r\n", UNKNOWN),
        row("Upgrade", GET + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "200"),
        row("Upgrade to h2c", GET + "Upgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n", "200"));
  }

  private static List<AbuseCase> heads() {
    return List.of(
        row("path of 9 KB", "GET /" + "a".repeat(9_216) + " HTTP/1.1\r\n\r\n", BAD),
        row("header of 9 KB", GET + "X: " + "a".repeat(9_216) + "\r\n\r\n", BAD),
        row("10,000 headers", GET + "a: b\r\n".repeat(10_000) + "\r\n", BAD),
        row("a header without end", GET + "X: " + "a".repeat(500_000), BAD),
        row("header without colon", GET + "Host localhost\r\n\r\n", BAD),
        row("NUL in a header", GET + "X: a\0b\r\n\r\n", BAD),
        row("NUL in a header's name", GET + "X\0: a\r\n\r\n", BAD),
        row("space before the colon", GET + "Host : a\r\n\r\n", BAD),
        row("folded header", GET + "X: a\r\n b\r\n\r\n", "200"),
        row("lines end in LF alone", "GET /v1/status HTTP/1.1\nHost: l\n\n", BAD),
        row("lines end in CR alone", "GET /v1/status HTTP/1.1\rHost: l\r\r", "nothing"),
        row("Host of a web page", GET + "Host: evil.example\r\nOrigin: http://e\r\n\r\n", "200"),
        row("cut off in the line", "GET /v1/sta", "nothing"),
        row("cut off in a header", GET + "Host: lo", "nothing"));
  }

  private static List<AbuseCase> lengths() {
    return List.of(
        row("two lengths", POST + "Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello", BAD),
        row("two equal lengths", POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", BAD),
        row("a list of lengths", POST + "Content-Length: 5, 6\r\n\r\nhello", BAD),
        row("negative length", POST + "Content-Length: -1\r\n\r\n", BAD),
        row("length with a plus", POST + "Content-Length: +5\r\n\r\nhello", BAD),
        row("length in words", POST + "Content-Length: ten\r\n\r\n", BAD),
        row("length of 8 EiB", POST + "Content-Length: 9223372036854775807\r\n\r\n", BAD),
        row("length beyond that", POST + "Content-Length: 92233720368547758070\r\n\r\n", BAD),
        row(
            "smuggling: length and chunks",
            POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + stop(),
            BAD),
        row("smuggling: xchunked", POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", BAD),
        row(
            "smuggling: chunked, identity",
            POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + stop(),
            BAD),
        row("gzip as transfer", POST + "Transfer-Encoding: gzip\r\n\r\n", BAD),
        row(
            "chunks in HTTP/1.0",
            "POST /v1/reload HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            BAD));
  }

  /** Must never be done by any of these. */
  private static String stop() {
    return "POST /v1/stop HTTP/1.1\r\n\r\n";
  }

  private static List<AbuseCase> chunks() {
    return List.of(
        row("chunk of 8 EiB", CHUNKED + "7fffffffffffffff\r\nabc", BAD),
        row("chunk of 2 GiB, 3 bytes of it", CHUNKED + "7fffffff\r\nabc", "nothing"),
        row("negative chunk", CHUNKED + "-1\r\nabc", BAD),
        row("chunk size of 20 digits", CHUNKED + "ffffffffffffffffffff\r\nabc", BAD),
        row("chunk size that is none", CHUNKED + "zz\r\nabc", BAD),
        row("chunk extension without end", CHUNKED + "1;" + "a".repeat(200_000), BAD),
        row("spaces for a chunk size", CHUNKED + " ".repeat(200_000), BAD),
        row("LF in a chunk extension", CHUNKED + "1;a\nb\r\nX\r\n0\r\n\r\n", BAD),
        row("chunk longer than it says", CHUNKED + "1\r\nXYZ0\r\n\r\n", BAD),
        row("trailers without end", CHUNKED + "0\r\n" + "a: b\r\n".repeat(30_000), BAD),
        row("chunks of 64 KiB in all", CHUNKED + chunk(65_536) + "0\r\n\r\n", "202"),
        row("chunks that sum to more", CHUNKED + chunk(65_535) + chunk(2) + "0\r\n\r\n", BAD),
        row("70,000 chunks of a byte", CHUNKED + chunk(1).repeat(70_000) + "0\r\n\r\n", BAD),
        row("cut off in a chunk", CHUNKED + "5\r\nhel", "nothing"));
  }

  private static String chunk(int size) {
    return Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";
  }

  private static List<AbuseCase> bodies() {
    String expect = POST + "Expect: 100-continue\r\n";
    return List.of(
        row("body of 64 KiB", POST + body(65_536, ""), "202"),
        row("body of 64 KiB and a byte", POST + body(65_537, ""), BAD),
        row("body of 8 MiB", POST + body(8 << 20, ""), BAD),
        row("body that is cut off", POST + "Content-Length: 50\r\n\r\nhello", "nothing"),
        row("GET with a body", GET + body(5, ""), "200"),
        row("Expect, and a body", expect + body(5, ""), "100 202"),
        row("Expect, and no body", expect + "Content-Length: 5\r\n\r\n", "100"),
        row("Expect, too large", expect + "Content-Length: 65537\r\n\r\n", BAD),
        row("Expect, too large, sent anyway", expect + body(65_537, "") + stop(), BAD),
        row(
            "Expect something else",
            POST + "Expect: tea\r\n" + body(5, "") + GET + "\r\n",
            "202 200"),
        row("JSON nested 60,000 deep", POST + json("[".repeat(60_000)), "202"),
        row("JSON that is none", POST + json("{\"a\": oops}"), "202"),
        row("gzip that is none", POST + "Content-Encoding: gzip\r\n" + body(5, ""), "202"),
        row(
            "form",
            POST + "Content-Type: application/x-www-form-urlencoded\r\n" + body(9, ""),
            "202"),
        row("odd Accept", GET + "Accept: \u00ff;;q=,\r\n\r\n", "200"));
  }

  private static String body(int size, String headers) {
    return headers + "Content-Length: " + size + "\r\n\r\n" + "x".repeat(size);
  }

  private static String json(String text) {
    return "Content-Type: application/json\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
  }

  private static List<AbuseCase> paths() {
    return List.of(
        get("out of the tree", "/v1/../../etc/passwd", UNKNOWN),
        get("out of the tree, encoded", "/v1/%2e%2e/%2e%2e/etc/passwd", UNKNOWN),
        get("out of the jobs", "/v1/jobs/..%2f..%2fstop", UNKNOWN),
        get("dots as a job", "/v1/jobs/%2e%2e", UNKNOWN),
        get("%00 in the path", "/v1/status%00", UNKNOWN),
        get("%zz in the path", "/v1/%zz", "400 bad-request"),
        get("% at the end", "/v1/status%", "400 bad-request"),
        get("%zz in the query", "/v1/status?wait=%zz", "400 bad-request"),
        get("overlong UTF-8", "/v1/%c0%af", UNKNOWN),
        get("no UTF-8", "/v1/jobs/%ff%fe", UNKNOWN),
        get("absolute URI", "http://evil.example/v1/status", UNKNOWN),
        get("two slashes", "//v1/status", UNKNOWN),
        get("a slash more", "/v1/status/", UNKNOWN),
        get("upper case", "/V1/STATUS", UNKNOWN),
        get("parameters", "/v1/status;x=1", UNKNOWN),
        get("only a query", "?wait=true", UNKNOWN),
        get("control in the path", "/v1/jobs/\u001b[2J", BAD),
        get("a thousand keys", "/v1/status?" + "a=b&".repeat(1000), "200"),
        get("job id of 3,000 letters", "/v1/jobs/" + "a".repeat(3000), UNKNOWN));
  }

  private static List<AbuseCase> odd() {
    return List.of(
        get(
            "response splitting",
            "/v1/jobs/%0d%0aX-Evil:%201%0d%0a%0d%0aHTTP%2f1.1%20200%20OK",
            UNKNOWN),
        get("response splitting, not a job", "/v1/%0d%0aSet-Cookie:%20a=b", UNKNOWN),
        get("terminal escapes in a job id", "/v1/jobs/%1b%5b2J%1b%5d0;evil%07", UNKNOWN),
        get("text turned round in a job id", "/v1/jobs/%e2%80%ae", UNKNOWN),
        row("two questions", GET + "\r\n" + GET + "Connection: close\r\n\r\n", "200 200 close"),
        row("bad, then good", "GET\r\n\r\n" + stop(), BAD),
        row(
            "slow answer, then quick one",
            "GET /v1/lock HTTP/1.1\r\n\r\n" + GET + "\r\n",
            "200 200"),
        row("close and keep-alive", GET + "Connection: close, keep-alive\r\n\r\n", "200 close"));
  }

  private static List<AbuseCase> waits() {
    return List.of(
        migrate("wait", "202"),
        migrate("wait=", "202"),
        migrate("wait=1", "202"),
        migrate("wait=TRUE", "202"),
        migrate("wait=true%00", "202"),
        migrate("wait=false&wait=true", "200 close"),
        migrate("%77ait=%74rue", "200 close"),
        row(
            "100 requests behind one that waits",
            "POST /v1/migrations?wait=true HTTP/1.1\r\n\r\n" + (GET + "\r\n").repeat(100),
            "200 close"));
  }

  private static AbuseCase migrate(String query, String answer) {
    return row("?" + query, "POST /v1/migrations?" + query + " HTTP/1.1\r\n\r\n", answer);
  }

  private static List<AbuseCase> ends() {
    return List.of(
        row("1,000 requests at once", (GET + "\r\n").repeat(1000), "1000x200"),
        row(
            "1,000 small requests",
            "GET / HTTP/1.1\r\n\r\n".repeat(1000),
            "1000x404 no-such-resource"),
        row("1,000 slow answers", "GET /v1/lock HTTP/1.1\r\n\r\n".repeat(1000), "1000x200"),
        row("500 lists of jobs", "GET /v1/jobs HTTP/1.1\r\n\r\n".repeat(500), "500x200"));
  }
}
