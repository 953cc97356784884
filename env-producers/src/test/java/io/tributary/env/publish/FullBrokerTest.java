// SPDX-License-Identifier: Apache-2.0
package io.tributary.env.publish;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.tributary.env.Environments;
import io.tributary.env.rollout.Policies;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.env.rollout.Window;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.kernel.Kernels;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;
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
    }
  }
}
