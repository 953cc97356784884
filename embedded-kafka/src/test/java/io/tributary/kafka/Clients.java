// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What a client of the broker does, in a few words.
final class Clients {
  private Clients() {}

  static void createTopic(String bootstrap, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
    }
  }

  static KafkaProducer<String, String> producer(String bootstrap, String transactionalId) {
    var producer = new KafkaProducer<>(
        Map.<String, Object>of("bootstrap.servers", bootstrap, "transactional.id", transactionalId, "transaction.timeout.ms", "30000"),
        new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    return producer;
  }

  static void commit(KafkaProducer<String, String> producer, String topic, String... values) {
    producer.beginTransaction();
    send(producer, topic, values);
    producer.commitTransaction();
  }

  static void abort(KafkaProducer<String, String> producer, String topic, String... values) {
    producer.beginTransaction();
    send(producer, topic, values);
    producer.flush();
    producer.abortTransaction();
  }

  /// Reads committed values from the start until so many have come.
  static List<String> committed(String bootstrap, String topic, int count) {
    List<String> values = new ArrayList<>();
    try (var consumer = new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
        new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      for (int polls = 0; values.size() < count && polls < 300; polls++) {
        consumer.poll(Duration.ofMillis(100)).forEach(read -> values.add(read.value()));
      }
    }
    return values;
  }

  private static void send(KafkaProducer<String, String> producer, String topic, String... values) {
    List.of(values).forEach(value -> {
      var sent = producer.send(new ProducerRecord<>(topic, value));
      assert sent != null; // commit and flush tell whether it arrived
    });
  }
}
