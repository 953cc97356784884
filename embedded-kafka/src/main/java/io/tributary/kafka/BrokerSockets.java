// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.server.ServerSocketFactory;

/// The listening sockets of a node, bound on loopback before Kafka is configured.
///
/// Bound first, nothing can take a port between choosing it and using it, and an occupied one is noticed before any work is done.
final class BrokerSockets implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final int BACKLOG = 50;
  private static final int RECEIVE_BUFFER_BYTES = 102_400;

  private final Map<String, ServerSocketChannel> bound = new HashMap<>();

  /// @param port the broker's port; 0: any
  /// @param controllerPort the controller's; 0: any, which does for a node alone, since only itself talks to it
  /// @param secured whether the broker talks to itself at a listener of its own
  /// @throws BrokerException if a port is taken
  static BrokerSockets bind(int port, int controllerPort, boolean secured) {
    BrokerSockets sockets = new BrokerSockets();
    try {
      sockets.add(BrokerProperties.BROKER_LISTENER, port);
      sockets.add(BrokerProperties.CONTROLLER_LISTENER, controllerPort);
      if (secured) {
        sockets.add(BrokerSecurity.INTERNAL_LISTENER, 0);
      }
      return sockets;
    } catch (BrokerException e) {
      sockets.close();
      throw e;
    }
  }

  private void add(String listener, int port) {
    bound.put(listener, bind(listener, port));
  }

  int brokerPort() {
    return port(BrokerProperties.BROKER_LISTENER);
  }

  int controllerPort() {
    return port(BrokerProperties.CONTROLLER_LISTENER);
  }

  /// `127.0.0.1:port` of the listener that only a secured broker has.
  String internalAddress() {
    return HOST + ":" + port(BrokerSecurity.INTERNAL_LISTENER);
  }

  private int port(String listener) {
    return bound.get(listener).socket().getLocalPort();
  }

  /// Hands the bound sockets to Kafka, which closes them when it stops.
  ServerSocketFactory factory() {
    return (listener, address, backlog, receiveBuffer) -> bound.get(listener);
  }

  /// Closing twice, or after Kafka has, does nothing.
  @Override
  public void close() {
    bound.values().forEach(BrokerSockets::close);
  }

  private static ServerSocketChannel bind(String listener, int port) {
    try {
      return ServerSocketFactory.INSTANCE.openServerSocket(listener, new InetSocketAddress(HOST, port), BACKLOG, RECEIVE_BUFFER_BYTES);
    } catch (KafkaException | IOException e) {
      throw new BrokerException(HOST + ":" + port + " " + reason(e) + "; expected a port to listen at for the "
          + listener.toLowerCase(Locale.ROOT) + "; no broker was started (free it, or choose another port, 0 for any)", e);
    }
  }

  private static String reason(Exception e) {
    Throwable root = e.getCause() == null ? e : e.getCause();
    return (root instanceof BindException ? "cannot be bound, is it in use? " : "cannot be opened: ") + "(" + root.getMessage() + ")";
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a listening socket failed", e);
    }
  }
}
