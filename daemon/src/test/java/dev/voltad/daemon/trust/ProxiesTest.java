package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {

  @ParameterizedTest(name = "https_proxy={0} no_proxy={1}: {2} by way of {3}")
  @CsvSource({
    "http://proxy:3128,      '',             feed.example.org, proxy:3128",
    "http://proxy:3128/,     '',             feed.example.org, proxy:3128",
    "proxy:3128,             '',             feed.example.org, proxy:3128",
    "http://proxy,           '',             feed.example.org, proxy:8080",
    "http://user:pw@proxy:1, '',             feed.example.org, proxy:1",
    "http://proxy:3128,      other.org,      feed.example.org, proxy:3128",
    "http://proxy:3128,      example.org,    feed.example.org, DIRECT",
    "http://proxy:3128,      example.org,    example.org,      DIRECT",
    "http://proxy:3128,      'a, .example.org', feed.example.org, DIRECT",
    "http://proxy:3128,      ample.org,      feed.example.org, proxy:3128",
    "http://proxy:3128,      *,              feed.example.org, DIRECT",
    "http://proxy:3128,      '',             127.0.0.1,        DIRECT",
    "http://proxy:3128,      '',             localhost,        DIRECT",
    "http://proxy:3128,      '',             feed.example.org., proxy:3128",
    "http://proxy:3128,      ., feed.example.org., proxy:3128",
    "http://proxy:0,         '',             feed.example.org, proxy:0",
    "'',                     '',             feed.example.org, JVM",
    "'',                     '',             127.0.0.1,        DIRECT"
  })
  void proxy_environment_isHeeded(String proxy, String no, String host, String way) {
    Map<String, String> environment = Map.of("https_proxy", proxy, "no_proxy", no);

    assertEquals(way, describe(new Proxies(environment, false).proxy(host)));
  }

  private static String describe(Optional<Proxy> proxy) {
    if (proxy.isEmpty()) {
      return "JVM";
    }
    if (proxy.get().type() == Proxy.Type.DIRECT) {
      return "DIRECT";
    }
    InetSocketAddress address = (InetSocketAddress) proxy.get().address();
    return address.getHostString() + ":" + address.getPort();
  }

  @Test
  void proxy_upperCase_isHeededAndLowerCaseWins() {
    Map<String, String> environment = new HashMap<>(Map.of("HTTPS_PROXY", "a:1"));
    assertEquals("a:1", describe(new Proxies(environment, false).proxy("h")));

    environment.put("https_proxy", "b:2");
    assertEquals("b:2", describe(new Proxies(environment, false).proxy("h")));
  }

  @Test
  void proxy_jvmWasTold_isLeftToIt() {
    Proxies proxies = new Proxies(Map.of("https_proxy", "a:1"), true);

    assertEquals("JVM", describe(proxies.proxy("h")));
    assertEquals("DIRECT", describe(proxies.proxy("127.0.0.1")));
  }

  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource({
    "https.proxyHost, proxy, true",
    "socksProxyHost, proxy, true",
    "java.net.useSystemProxies, true, true",
    "java.net.useSystemProxies, false, false",
    "http.proxyHost, proxy, false"
  })
  void isTold_properties_whatTheJvmAsksByHttpsCounts(String name, String value, boolean told) {
    Properties jvm = new Properties();
    jvm.setProperty(name, value);

    assertEquals(told, Proxies.isTold(jvm));
  }

  /** Even for what goes without it: nobody should learn of the mistake by chance. */
  @ParameterizedTest(name = "no_proxy={0}")
  @ValueSource(strings = {"", "h"})
  void proxy_notAnAddress_isRefused(String no) {
    Map<String, String> environment = Map.of("https_proxy", "http://:3128", "no_proxy", no);
    Proxies proxies = new Proxies(environment, false);

    assertThrows(IllegalArgumentException.class, () -> proxies.proxy("h"));
  }
}
