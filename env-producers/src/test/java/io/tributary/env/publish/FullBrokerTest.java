// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import io.tributary.env.Environments;
import io.tributary.env.rollout.Policies;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.env.rollout.Window;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Purpose;
import io.tributary.rl.experience.StepId;
import io.tributary.rl.experience.Steps;
import io.tributary.rl.kernel.Kernels;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;
import io.tributary.schemas.Codecs;
import io.tributary.schemas.Outcome;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FullBrokerTest {
  @Test
  void shouldStopAtTheBrokersLimitAndSayWhereAndWhatToDo() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.defaults().withDiskLimitMb(1))) {
      RunSpec spec = new RunSpec("full", "cartpole", Environments.create("cartpole").spaces(), Policies.SMALL, 0.99, 0.95,
          new Segmenting.MaxSteps(32), true, 1, "unknown", 1, -1, 1_000, 1_000, null, Map.of("batch.steps", "64"), 1);
      Run run = Runs.create(Connection.to(broker.bootstrapServers()), spec, (short) 1);
      var settings = ProducerSettings.defaults().with(new RolloutSettings(4, 32, 0, 32), Window.UNBOUNDED);
      try (PretendTrainer trainer = new PretendTrainer(run); EnvironmentProducer producer = EnvironmentProducer.of(run, settings, Kernels.named("scalar"))) {
        trainer.publish(0);
        producer.start();
        assertThatThrownBy(producer::await).isInstanceOf(RunException.class).hasMessageContainingAll("full.steps: a record could not be published",
            "takes no more steps", "disk limit of 1 MiB (broker.diskLimitMb)", "MiB of records are in " + broker.dataDirectory(), "runs --delete",
            "the producer stops");
      }
      requireRefused(run, CompressionType.NONE, "full.outcomes", Codecs.outcome().encode(new Outcome(new StepId("", 0, 0, 0), "", 0, 0)));
      for (CompressionType compression : CompressionType.values()) {
        requireRefused(run, compression, "full.steps", smallestSteps());
      }
    }
  }

  /// As small as the codec makes one, which no part would accept: nothing smaller is ever sent.
  private static byte[] smallestSteps() {
    Columns columns = new Columns.Builder(1, 1, 1).observations(new float[1], 0).discreteActions(new int[1], 0).rewards(new float[1], 0).build();
    return Codecs.steps(true).encode(new Steps(new StepId("", 0, 0, 0), 0, columns, Ending.TERMINATED, false, 0, Purpose.TRAIN, false, 0, 0));
  }

  private static void requireRefused(Run run, CompressionType compression, String topic, byte[] value) {
    Map<String, Object> properties = run.connection().properties("foreign");
    properties.remove("default.api.timeout.ms");
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression.name);
    try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS)).as(topic + " " + compression)
          .hasCauseInstanceOf(RecordTooLargeException.class);
    }
  }
}
