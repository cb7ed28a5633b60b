package dev.voltad.daemon.trust;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Which way a request takes: none of a proxy's for this machine; else what the JVM was told ({@code
 * https.proxyHost} and its like, {@code java.net.useSystemProxies}); else what the environment says
 * in {@code https_proxy} and {@code no_proxy}, in either case. Names and passwords in it are not
 * used.
 */
final class Proxies {
  private static final int DEFAULT_PORT = 8080;

  private final Map<String, String> environment;
  private final boolean isJvmTold;

  Proxies(Map<String, String> environment, boolean isJvmTold) {
    this.environment = Map.copyOf(environment);
    this.isJvmTold = isJvmTold;
  }

  static Proxies ofThisProcess() {
    return new Proxies(System.getenv(), isTold(System.getProperties()));
  }

  /** Whether the JVM with these properties has an opinion of its own. */
  static boolean isTold(Properties jvm) {
    return jvm.getProperty("https.proxyHost") != null
        || jvm.getProperty("socksProxyHost") != null
        || Boolean.parseBoolean(jvm.getProperty("java.net.useSystemProxies"));
  }

  URLConnection open(URI address) throws IOException {
    Optional<Proxy> proxy = proxy(address.getHost());
    return proxy.isPresent()
        ? address.toURL().openConnection(proxy.get())
        : address.toURL().openConnection();
  }

  /** Empty to leave it to the JVM. */
  Optional<Proxy> proxy(String host) {
    if (HttpTransport.isLoopback(host)) {
      return Optional.of(Proxy.NO_PROXY);
    }
    String told = variable("https_proxy");
    if (isJvmTold || told.isEmpty()) {
      return Optional.empty();
    }
    URI proxy = URI.create(told.contains("://") ? told : "http://" + told);
    if (proxy.getHost() == null) {
      throw new IllegalArgumentException("https_proxy is no address: " + told);
    }
    boolean isDirect =
        Arrays.stream(variable("no_proxy").split("[,\\s]+")).anyMatch(rule -> covers(rule, host));
    int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
    return Optional.of(
        isDirect
            ? Proxy.NO_PROXY
            : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port)));
  }

  private String variable(String name) {
    String upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
    return environment.getOrDefault(name, upper).strip();
  }

  /** {@code *}, a name, or a domain with or without a dot in front. */
  private static boolean covers(String rule, String host) {
    String domain = rule.startsWith(".") ? rule.substring(1) : rule;
    return rule.equals("*")
        || !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }
}
