// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tributary.monitoring.Health.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MonitoringTest {
  private static final int HEADER_BYTES = 1 << 20;

  private static Monitoring monitoring;
  private static URI server;

  @BeforeAll
  static void start() {
    monitoring = Monitoring.start(HttpSettings.defaults().at(0), Map.of("run", "night", "process", "train"));
    server = monitoring.address();
  }

  @AfterAll
  static void stop() {
    monitoring.close();
  }

  private static String get(String path) throws IOException {
    return Raw.ask(server, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  @Test
  void shouldTurnWithItsChecks() throws IOException {
    AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
    AtomicReference<Optional<String>> death = new AtomicReference<>(Optional.empty());
    try (var _ = monitoring.health().check("kafka", Kind.READY, problem::get);
        var _ = monitoring.health().check("thread", Kind.LIVE, death::get);
        Health.Registration broken = monitoring.health().check("broken", Kind.READY, () -> {
          throw new IllegalStateException("no figure");
        })) {
      assertThat(get("/health/ready")).startsWith("HTTP/1.1 503 ").contains("the check itself failed: java.lang.IllegalStateException: no figure");
      broken.close();
      assertThat(get("/health/ready")).startsWith("HTTP/1.1 200 ").contains("application/json").contains("{\"status\":\"ready\",\"checks\":["
          + "{\"check\":\"kafka\",\"ok\":true},{\"check\":\"thread\",\"ok\":true}]}");
      problem.set(Optional.of("no answer from \"k\\1\"\n for 12 s"));
      assertThat(get("/health/ready")).startsWith("HTTP/1.1 503 ").contains("{\"status\":\"not ready\"").contains(
          "{\"check\":\"kafka\",\"ok\":false,\"reason\":\"no answer from \\\"k\\\\1\\\"\\u000a for 12 s\"}");
      assertThat(get("/health/live")).startsWith("HTTP/1.1 200 ").contains("{\"status\":\"live\"");
      problem.set(Optional.empty());
      death.set(Optional.of("the trainer has stopped"));
      assertThat(get("/health/ready")).as("what does not live is not ready").startsWith("HTTP/1.1 503 ");
      assertThat(get("/health/live")).startsWith("HTTP/1.1 503 ").contains("{\"status\":\"not live\"").contains("the trainer has stopped");
      death.set(Optional.empty());
      assertThat(get("/health/live")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void shouldShowEveryFigureWithTheProcessLabels() throws IOException {
    try (Monitoring other = Monitoring.start(HttpSettings.defaults().at(0), Map.of("run", "a", "process", "train"))) {
      other.meters().counter("tributary_test_steps_total", "Steps.", () -> 7).gauge("tributary_test_lag", "Lag.", Map.of("of", "x"), () -> 2.5)
          .histogram("tributary_test_seconds", "Times.", () -> new Histogram(List.of(0.1, 1.0), List.of(3L, 2L, 1L), 4.5));
      System.gc();
      String page = Raw.ask(other.address(), "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(page).startsWith("HTTP/1.1 200 ").contains("Content-type: text/plain; version=0.0.4");
      assertThat(page.lines()).contains("# TYPE tributary_test_steps_total counter", "# HELP tributary_test_lag Lag.", "# TYPE tributary_test_seconds histogram",
          "tributary_test_steps_total{process=\"train\",run=\"a\"} 7.0", "tributary_test_lag{of=\"x\",process=\"train\",run=\"a\"} 2.5",
          "tributary_test_seconds_bucket{process=\"train\",run=\"a\",le=\"0.1\"} 3", "tributary_test_seconds_bucket{process=\"train\",run=\"a\",le=\"1.0\"} 5",
          "tributary_test_seconds_bucket{process=\"train\",run=\"a\",le=\"+Inf\"} 6", "tributary_test_seconds_count{process=\"train\",run=\"a\"} 6",
          "tributary_test_seconds_sum{process=\"train\",run=\"a\"} 4.5");
      assertThat(page).contains("jvm_memory_used_bytes{").contains("jvm_threads_live_threads{").contains("process_uptime_seconds{");
      other.relabel(Map.of("run", "b", "process", "train"));
      assertThat(Raw.ask(other.address(), "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).contains("run=\"b\"").doesNotContain("run=\"a\"");
    }
  }

  @Test
  void shouldTellTheMemoryThatStays() throws Exception {
    byte[] kept = new byte[64 << 20];
    try (HeapAfterGc heap = new HeapAfterGc()) {
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (Double.isNaN(heap.bytes())) {
        System.gc();
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(10);
      }
      assertThat(heap.bytes()).isBetween((double) kept.length, (double) Runtime.getRuntime().totalMemory());
    }
    assertThat(ProcessMeters.residentBytes().orElse(Long.MAX_VALUE)).isGreaterThan(kept.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics/", "/health", "/health/live/../ready", "/%2e%2e/etc/passwd", "/<script>alert(1)</script>", "//metrics"})
  void shouldKnowNoOtherPage(String path) throws IOException {
    assertThat(get(path)).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("script").doesNotContain("passwd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"})
  void shouldOnlyBeRead(String method) throws IOException {
    String answer = Raw.ask(server, method + " /metrics HTTP/1.1\r\nHost: x\r\nX-Mine: abc\r\nContent-Length: 0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD").contains("expected GET or HEAD").doesNotContain("abc").doesNotContain("jvm_");
  }

  @Test
  void shouldAnswerHeadWithoutABody() throws IOException {
    assertThat(Raw.ask(server, "HEAD /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n").doesNotContain("jvm_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n\r\n", "GET\r\n\r\n", "GET /metrics\r\n\r\n", "\u0000\u0001\u0002\r\n\r\n", "GET /%zz HTTP/1.1\r\n\r\n", "GET http://[ HTTP/1.1\r\n\r\n",
      "POST /metrics HTTP/1.1\r\nContent-Length: -5\r\n\r\n", "POST /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"})
  void shouldHangUpOnGarbage(String garbage) throws IOException {
    assertThat(Raw.ask(server, garbage)).doesNotContain("200 OK").doesNotContain("jvm_");
    assertThat(get("/health/live")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void shouldNotTakeInMoreThanItAllows() throws IOException {
    String header = "X: " + "a".repeat(HEADER_BYTES) + "\r\n";
    try (Raw raw = new Raw(server)) {
      raw.say("GET /metrics HTTP/1.1\r\nHost: x\r\n").say(header).say("\r\n");
      assertThat(raw.hear()).doesNotContain("200 OK").doesNotContain("jvm_");
    } catch (IOException hungUpWhileItWasSaid) {
      assertThat(hungUpWhileItWasSaid).isInstanceOf(java.net.SocketException.class);
    }
    String many = "A: b\r\n".repeat(1_000);
    assertThat(Raw.ask(server, "GET /metrics HTTP/1.1\r\nHost: x\r\n" + many + "\r\n")).doesNotContain("200 OK").doesNotContain("jvm_");
    assertThat(get("/metrics")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void shouldNotWaitForABodyThatNeverComes() throws IOException {
    try (Raw raw = new Raw(server)) {
      raw.say("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nabc");
      assertThat(raw.hear()).doesNotContain("200 OK");
    }
  }

  /// Connections that say a byte and then nothing: others are answered meanwhile, and these are hung up on.
  @Test
  void shouldNotBeHeldUpBySlowClients() throws IOException {
    List<Raw> slow = new ArrayList<>();
    try {
      for (int i = 0; i < ServerLimits.CONNECTIONS / 2; i++) {
        slow.add(new Raw(server).say("GET /metrics HTTP/1.1\r\nHost: "));
      }
      assertThat(get("/metrics")).startsWith("HTTP/1.1 200 ").contains("jvm_memory_used_bytes");
      for (Raw raw : slow) {
        assertThat(raw.hear()).doesNotContain("200 OK");
      }
    } finally {
      for (Raw raw : slow) {
        raw.close();
      }
    }
  }

  /// More slow connections than there may be: those too many are refused at once, the others after a while, and then there is room again.
  @Test
  void shouldOutlastAFloodOfSlowClients() throws IOException {
    List<Raw> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * ServerLimits.CONNECTIONS; i++) {
        Raw raw = new Raw(server);
        slow.add(raw);
        sayIfHeard(raw);
      }
      for (Raw raw : slow) {
        assertThat(raw.hear()).doesNotContain("200 OK");
      }
      assertThat(get("/metrics")).startsWith("HTTP/1.1 200 ");
      assertThat(Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("http-")).count()).isLessThan(ServerLimits.CONNECTIONS);
    } finally {
      for (Raw raw : slow) {
        raw.close();
      }
    }
  }

  private static void sayIfHeard(Raw raw) {
    try {
      raw.say("G");
    } catch (IOException refused) {
      assertThat(refused).isInstanceOf(java.net.SocketException.class);
    }
  }

  @Test
  void shouldListenOnLoopbackOnly() throws Exception {
    InetAddress outside = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress()).findFirst().orElse(null);
    assertThat(InetAddress.getByName(server.getHost()).isLoopbackAddress()).isTrue();
    Assumptions.assumeTrue(outside != null, "this machine has no address but loopback");
    assertThatThrownBy(() -> new Socket(outside, server.getPort()).close()).isInstanceOf(ConnectException.class);
    try (Monitoring open = Monitoring.start(new HttpSettings("0.0.0.0", HttpSettings.defaults().at(0).port()), Map.of())) {
      new Socket(outside, open.address().getPort()).close();
    }
  }

  @Test
  void shouldSayWhereItCannotListen() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> Monitoring.start(HttpSettings.defaults().at(taken.getLocalPort()), Map.of())).isInstanceOf(MonitoringException.class)
          .hasMessageContaining("http.port is " + taken.getLocalPort()).hasMessageContaining("expected a free port (0 takes any); nothing was started");
    }
    assertThatThrownBy(() -> Monitoring.start(new HttpSettings("no.such.host.invalid", HttpSettings.defaults().at(0).port()), Map.of()))
        .isInstanceOf(MonitoringException.class).hasMessageContaining("http.host is 'no.such.host.invalid'");
    assertThatThrownBy(() -> HttpSettings.defaults().at(70_000)).hasMessage("http.port is 70000; expected 0 to 65535");
    assertThatThrownBy(() -> new HttpSettings("a b", HttpSettings.defaults().port())).hasMessageStartingWith("http.host is 'a b'; expected");
  }

  @Test
  void shouldAskAnotherProcess() {
    assertThat(new HealthQuestion("127.0.0.1", server.getPort(), Kind.LIVE).ask()).matches(answer -> answer.good() && answer.text().contains("\"live\""));
    try (var _ = monitoring.health().check("x", Kind.READY, () -> Optional.of("not yet"))) {
      assertThat(new HealthQuestion("localhost", server.getPort(), Kind.READY).ask()).matches(answer -> !answer.good() && answer.text().contains("not yet"));
    }
    assertThat(new HealthQuestion("127.0.0.1", 1, Kind.LIVE).ask()).matches(answer -> !answer.good() && answer.text().contains("expected a part started with"));
  }
}
