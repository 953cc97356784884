// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.monitor;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.cli.Exit;
import io.tributary.cli.Typed;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.pipeline.Created;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environments;
import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.monitoring.HttpSettings;
import io.tributary.rl.kernel.Kernels;
import io.tributary.runs.Connection;
import io.tributary.runs.Part;
import io.tributary.runs.Run;
import io.tributary.streams.StreamsApp;
import io.tributary.trainer.Trainer;

import static org.assertj.core.api.Assertions.assertThat;

/// What the health pages say while a producer has nothing to act with, Kafka goes and comes back, and another trainer takes over.
@Timeout(300)
class HealthTest {
  private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(90);

  @TempDir
  Path folder;

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + LONGEST_WAIT_NS;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static void awaitPage(URI server, String path, int status, String part) throws Exception {
    await(path + " to be " + status + " and to say: " + part, () -> {
      Scrape.Page page = Scrape.page(server, path);
      return page.status() == status && page.body().contains(part);
    });
  }

  @Test
  void shouldFollowWhatHappensToTheParts() throws Exception {
    BrokerSettings settings = BrokerSettings.defaults().withDataDirectory(folder.resolve("kafka"));
    EmbeddedKafka broker = EmbeddedKafka.start(settings);
    int port = Integer.parseInt(broker.bootstrapServers().replaceFirst(".*:", ""));
    Connection to = Connection.to(broker.bootstrapServers());
    Cluster cluster = Cluster.at(to.bootstrapServers());
    RunSettings run = RunSettings.of(new Layers().sets(List.of("rollout.environments=8", "rollout.steps=32", "batch.steps=256", "rollout.rate=2000")));
    Run made = Created.of(to, run, "well", Environments.named("cartpole"), 0).run();
    try (Observation shown = Observation.begin(Typed.in(folder).host(), HttpSettings.defaults().at(0), "demo", Duration.ofSeconds(2));
        EnvironmentProducer producer = Parts.producer(made, run, Kernels.best());
        Trainer trainer = Parts.trainer(made, run, Kernels.best(), "test");
        Trainer successor = Parts.trainer(made, run, Kernels.best(), "test");
        StreamsApp stream = Parts.stream(made, run)) {
      URI server = shown.address().orElseThrow();
      shown.parts(to, "well", List.of(producer, trainer, stream), cluster);
      assertThat(stream.hindrance()).hasValueSatisfying(why -> assertThat(why).contains("has not started"));
      assertThat(trainer.hindrance()).hasValueSatisfying(why -> assertThat(why).contains("does not run"));
      producer.start();
      awaitPage(server, "/health/ready", 503, "has no policy to act with; expected the trainer of run well to publish one");
      assertThat(Scrape.page(server, "/health/live").status()).isEqualTo(200);
      List.<Part>of(trainer, stream).forEach(Part::start);
      shown.started();
      awaitPage(server, "/health/ready", 200, "\"ready\"");

      broker.close();
      awaitPage(server, "/health/ready", 503, "has not answered for ");
      assertThat(Scrape.page(server, "/health/live")).as("Kafka may come back").matches(page -> page.status() == 200, "200");
      broker = EmbeddedKafka.start(settings.withPort(port));
      awaitPage(server, "/health/ready", 200, "\"ready\"");

      successor.start();
      awaitPage(server, "/health/live", 503, "another trainer has taken over");
      assertThat(Scrape.page(server, "/health/ready").status()).as("what does not live is not ready").isEqualTo(503);
    } finally {
      broker.close();
    }
  }

  @Test
  void shouldAnswerAsTyped() throws Exception {
    Typed process = Typed.in(folder);
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> process.run("broker", "--http-port", "0"));
    await("the broker", () -> process.out().contains("Ctrl-C stops it"));
    Matcher address = Pattern.compile("health and metrics at http://127.0.0.1:(\\d+)").matcher(process.out());
    assertThat(address.find()).as(process.out()).isTrue();
    await("readiness", () -> Typed.in(folder).run("health", "--http-port", address.group(1), "--ready") == Exit.DONE);
    Typed asked = Typed.in(folder);
    assertThat(asked.run("health", "--http-port", address.group(1), "--http-host", "0.0.0.0")).isEqualTo(Exit.DONE);
    assertThat(asked.out()).startsWith("{\"status\":\"live\",\"checks\":[{\"check\":\"broker\",\"ok\":true}]}");
    URI server = URI.create("http://127.0.0.1:" + address.group(1));
    assertThat(Scrape.of(server).value("tributary_kafka_silent_seconds", "process", "broker")).isLessThan(30);

    process.hooks.forEach(Runnable::run);
    assertThat(status.get(60, TimeUnit.SECONDS)).isEqualTo(Exit.DONE);
    assertThat(Typed.in(folder).run("health", "--http-port", address.group(1))).isEqualTo(Exit.FAILED);
  }
}
