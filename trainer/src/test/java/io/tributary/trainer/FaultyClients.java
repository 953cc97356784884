// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Real clients whose calls can be made to fail, counted by method over all of them.
final class FaultyClients implements Clients {
  /// Stands in for `commitTransaction`.
  @FunctionalInterface
  interface Commit {
    void run(int call, Producer<byte[], byte[]> real);
  }

  /// Stands in for any call of a client.
  @FunctionalInterface
  interface Fault {
    /// @param client what it is called on
    /// @param method its name; calls of each name are counted from 1
    Object call(Object client, String method, int call, Real real) throws Throwable;
  }

  /// What would have been called.
  @FunctionalInterface
  interface Real {
    Object call() throws Throwable;
  }

  private final Clients real;
  private final Fault fault;
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final AtomicInteger producers = new AtomicInteger();

  private FaultyClients(TestRun run, Fault fault) {
    this.real = new KafkaClients(run.run);
    this.fault = fault;
  }

  static FaultyClients anywhere(TestRun run, Fault fault) {
    return new FaultyClients(run, fault);
  }

  @SuppressWarnings("unchecked")
  FaultyClients(TestRun run, Commit commit) {
    this(run, (client, method, call, real) -> {
      if (!method.equals("commitTransaction")) {
        return real.call();
      }
      commit.run(call, (Producer<byte[], byte[]>) client);
      return null;
    });
  }

  int producers() {
    return producers.get();
  }

  @Override
  @SuppressWarnings("unchecked")
  public Producer<byte[], byte[]> producer() {
    producers.incrementAndGet();
    return (Producer<byte[], byte[]>) faulty(Producer.class, real.producer());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Consumer<byte[], byte[]> consumer() {
    return (Consumer<byte[], byte[]>) faulty(Consumer.class, real.consumer());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Consumer<byte[], byte[]> reader() {
    return (Consumer<byte[], byte[]>) faulty(Consumer.class, real.reader());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Map<TopicPartition, Long> highWatermarks(Collection<TopicPartition> partitions) {
    try {
      return (Map<TopicPartition, Long>) fault.call(real, "highWatermarks", count("highWatermarks"), () -> real.highWatermarks(partitions));
    } catch (KafkaException failed) {
      throw failed;
    } catch (Throwable broken) {
      throw new AssertionError(broken);
    }
  }

  private int count(String method) {
    return calls.computeIfAbsent(method, any -> new AtomicInteger()).incrementAndGet();
  }

  private Object faulty(Class<?> type, Object client) {
    return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
      Real actual = () -> {
        try {
          return method.invoke(client, arguments);
        } catch (InvocationTargetException failed) {
          throw failed.getCause();
        }
      };
      return fault.call(client, method.getName(), count(method.getName()), actual);
    });
  }
}
