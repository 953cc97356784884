// SPDX-License-Identifier: Apache-2.0
package io.tributary.monitoring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A few pages to look at over HTTP.
///
/// **Guarantees.** GET and HEAD only; nothing of a request comes back in the answer. No client, however slow or talkative, keeps others waiting or
/// grows the memory: connections, headers, bodies and times are limited ({@link ServerLimits}).
final class HttpEndpoint implements AutoCloseable {
  /// What is answered.
  record Answer(int status, String type, String body) {
    static final String TEXT = "text/plain; charset=utf-8";

    static Answer text(int status, String body) {
      return new Answer(status, TEXT, body + "\n");
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int FAILED = 500;
  private static final int WAITING_CONNECTIONS = 32;

  private final Map<String, Supplier<Answer>> pages;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
  private final String host;

  /// Listens from now on.
  ///
  /// @param pages what to answer, by path
  /// @throws MonitoringException where that address cannot be had
  HttpEndpoint(HttpSettings settings, Map<String, Supplier<Answer>> pages) {
    this.pages = Map.copyOf(pages);
    host = settings.host();
    server = bound(settings);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static HttpServer bound(HttpSettings settings) {
    ServerLimits.set();
    int port = Math.toIntExact(settings.port().orElseThrow());
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getByName(settings.host()), port), WAITING_CONNECTIONS);
    } catch (UnknownHostException unknown) {
      throw new MonitoringException(HttpSettings.HOST + " is '" + settings.host() + "', which is no address of this machine (" + unknown.getMessage()
          + "); expected one such as 127.0.0.1 or 0.0.0.0; nothing was started", unknown);
    } catch (IOException taken) {
      throw new MonitoringException(HttpSettings.PORT + " is " + port + ", which cannot be listened at on " + settings.host() + " (" + taken.getMessage()
          + "); expected a free port (0 takes any); nothing was started", taken);
    }
  }

  /// `http://host:port`.
  URI address() {
    String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      Answer answer = head || exchange.getRequestMethod().equals("GET") ? page(exchange.getRequestURI().getPath()) : notAllowed(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer page(String path) {
    Supplier<Answer> page = pages.get(path == null ? "" : path);
    if (page == null) {
      return Answer.text(NOT_FOUND, "not found; expected one of " + String.join(", ", paths()));
    }
    try {
      return page.get();
    } catch (RuntimeException failed) {
      LOG.warn("{} could not be answered ({}); the process goes on", path, failed.toString());
      LOG.debug("cause", failed);
      return Answer.text(FAILED, "the answer could not be made; the log says why");
    }
  }

  private SortedSet<String> paths() {
    return new TreeSet<>(pages.keySet());
  }

  private static Answer notAllowed(HttpExchange exchange) {
    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
    exchange.getResponseHeaders().set("Connection", "close");
    return Answer.text(METHOD_NOT_ALLOWED, "method not allowed; expected GET or HEAD");
  }

  static Answer of(Health.Report report) {
    return new Answer(report.good() ? OK : 503, "application/json; charset=utf-8", report.json());
  }

  static Answer figures(String scraped) {
    return new Answer(OK, "text/plain; version=0.0.4; charset=utf-8", scraped);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
