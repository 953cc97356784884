// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/// Real clients whose commits can be made to fail, counted over all producers.
final class FaultyClients implements Clients {
  /// Stands in for `commitTransaction`.
  @FunctionalInterface
  interface Commit {
    void run(int call, Producer<byte[], byte[]> real);
  }

  private final Clients real;
  private final Commit commit;
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger producers = new AtomicInteger();

  FaultyClients(TestRun run, Commit commit) {
    this.real = new KafkaClients(run.run);
    this.commit = commit;
  }

  int producers() {
    return producers.get();
  }

  @Override
  @SuppressWarnings("unchecked")
  public Producer<byte[], byte[]> producer() {
    producers.incrementAndGet();
    Producer<byte[], byte[]> producer = real.producer();
    return (Producer<byte[], byte[]>) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
      if (method.getName().equals("commitTransaction")) {
        commit.run(commits.incrementAndGet(), producer);
        return null;
      }
      try {
        return method.invoke(producer, arguments);
      } catch (InvocationTargetException failed) {
        throw failed.getCause();
      }
    });
  }

  @Override
  public Consumer<byte[], byte[]> consumer() {
    return real.consumer();
  }

  @Override
  public Consumer<byte[], byte[]> reader() {
    return real.reader();
  }

  @Override
  public Map<TopicPartition, Long> highWatermarks(Collection<TopicPartition> partitions) {
    return real.highWatermarks(partitions);
  }
}
