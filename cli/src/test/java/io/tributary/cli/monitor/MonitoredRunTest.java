// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.monitor;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.cli.Typed;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.home.Home;
import io.tributary.cli.pipeline.Created;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.report.Accounts;
import io.tributary.cli.report.Counting;
import io.tributary.cli.settings.Layers;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.Environments;
import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.monitoring.HttpSettings;
import io.tributary.rl.kernel.Kernels;
import io.tributary.runs.Connection;
import io.tributary.runs.Part;
import io.tributary.runs.Policies;
import io.tributary.runs.RawTopic;
import io.tributary.runs.Read;
import io.tributary.runs.Run;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;
import io.tributary.schemas.RejectedStep;
import io.tributary.schemas.RejectionReason;
import io.tributary.streams.StepCounts;

import static org.assertj.core.api.Assertions.assertThat;

/// A run in this process, with bad records among the good, asked over HTTP: its figures are held against what the topics say, its pages against it.
class MonitoredRunTest {
  private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(90);
  private static final Path ROOT = Path.of(System.getProperty("tributary.root"));

  @TempDir
  static Path folder;

  private static Cluster cluster;
  private static Observation shown;
  private static Run run;
  private static Scrape scrape;
  private static Accounts counts;
  private static int duplicatedSteps;
  private static Scrape.Page readyBefore;
  private static Scrape.Page readyWhile;

  @BeforeAll
  static void play() throws Exception {
    Typed process = Typed.in(folder);
    shown = Observation.begin(process.host(), HttpSettings.defaults().at(0), "demo");
    URI server = shown.address().orElseThrow();
    readyBefore = Scrape.page(server, "/health/ready");
    cluster = Cluster.of(new Home(folder), "demo", 0);
    Connection to = Connection.to(cluster.bootstrapServers());
    RunSettings settings = RunSettings.of(new Layers().sets(List.of("rollout.environments=8", "rollout.steps=32", "batch.steps=256",
        "rollout.stopAfterRollouts=30")));
    run = Created.of(to, settings, "seen", Environments.named("cartpole"), 0).run();
    EnvironmentProducer producer = Parts.producer(run, settings, Kernels.best());
    List<Part> parts = List.of(Parts.trainer(run, settings, Kernels.best(), "test"), Parts.stream(run, settings), producer);
    shown.parts(to, run.name(), parts, cluster);
    try {
      parts.forEach(Part::start);
      shown.started();
      await("all parts to do their job", () -> Scrape.page(server, "/health/ready").status() == 200);
      readyWhile = Scrape.page(server, "/health/ready");
      sendBadRecords();
      producer.await();
      await("every step to be trained or rejected", () -> StepCounts.pending(run) == 0 && left(new Counting(run).accounts()) < 2);
      System.gc();
      await("a collection to be noticed", () -> !Double.isNaN(Scrape.of(server).value("tributary_heap_after_gc_bytes")));
      counts = new Counting(run).accounts();
      scrape = Scrape.of(server);
    } finally {
      parts.forEach(Part::close);
    }
  }

  @AfterAll
  static void stop() {
    shown.close();
    cluster.close();
  }

  private static long left(Accounts now) {
    return now.inTrajectories() - now.trained();
  }

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

  /// Junk, steps of an unknown schema, and a record that was there before.
  private static void sendBadRecords() throws Exception {
    Map<String, Object> properties = run.connection().properties("bad");
    properties.putAll(run.topics().producerLimits().producerConfig());
    String topic = run.topics().steps().name();
    Read<byte[], byte[]> first = firstSteps();
    duplicatedSteps = run.topics().steps().value().decode(first.value()).count();
    byte[] unknown = {(byte) 0xC3, 1, 1, 2, 3, 4, 5, 6, 7, 8};
    try (var bad = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<byte[]> junk = List.of("junk".getBytes(StandardCharsets.UTF_8), new byte[0], new byte[] {1, 2, 3});
      for (byte[] value : junk) {
        bad.send(new ProducerRecord<>(topic, new byte[] {1}, value)).get(10, TimeUnit.SECONDS);
      }
      bad.send(new ProducerRecord<>(topic, new byte[] {1}, unknown)).get(10, TimeUnit.SECONDS);
      bad.send(new ProducerRecord<>(topic, first.partition(), first.key(), first.value())).get(10, TimeUnit.SECONDS);
    }
  }

  private static Read<byte[], byte[]> firstSteps() throws Exception {
    try (TopicTail<byte[], byte[]> tail = RawTopic.open(run.connection(), run.topics().steps(), 0)) {
      List<Read<byte[], byte[]>> read = new ArrayList<>();
      await("the first steps", () -> {
        read.addAll(tail.poll(Duration.ofMillis(100)));
        return !read.isEmpty();
      });
      return read.getFirst();
    }
  }

  @Test
  void shouldBeReadyOnlyWhileEverythingWorks() {
    assertThat(readyBefore.status()).isEqualTo(503);
    assertThat(readyBefore.body()).contains("\"not ready\"").contains("it waits for Kafka and the run");
    assertThat(readyWhile.body()).isEqualTo("{\"status\":\"ready\",\"checks\":[{\"check\":\"start\",\"ok\":true},{\"check\":\"kafka\",\"ok\":true},"
        + "{\"check\":\"broker\",\"ok\":true},{\"check\":\"train\",\"ok\":true},{\"check\":\"stream\",\"ok\":true},{\"check\":\"produce\",\"ok\":true},"
        + "{\"check\":\"train\",\"ok\":true},{\"check\":\"stream\",\"ok\":true},{\"check\":\"produce\",\"ok\":true}]}\n");
  }

  @Test
  void shouldCountStepsAsTheTopicsDo() {
    assertThat(scrape.value("tributary_producer_steps_published_total")).isEqualTo(counts.published() - duplicatedSteps).isPositive();
    assertThat(scrape.value("tributary_stream_trajectory_steps_total")).isEqualTo(counts.inTrajectories());
    assertThat(scrape.value("tributary_stream_open_steps")).isEqualTo(counts.open());
    assertThat(scrape.value("tributary_trainer_steps_trained_total")).isEqualTo(counts.trained()).isPositive();
    assertThat(scrape.value("tributary_producer_rollouts_total")).isEqualTo(30);
    assertThat(scrape.value("tributary_trainer_steps_skipped_total")).isZero();
  }

  @Test
  void shouldCountVersionsAsTheTopicDoes() {
    PolicySnapshot newest = Policies.requireNewest(run);
    assertThat(scrape.value("tributary_trainer_version")).isEqualTo(newest.version());
    assertThat(scrape.value("tributary_trainer_versions_published_total")).as("version 0 too").isEqualTo(newest.version() + 1);
    assertThat(scrape.value("tributary_trainer_update_seconds_count")).isEqualTo(newest.version());
    assertThat(scrape.value("tributary_trainer_wait_seconds_count")).isEqualTo(newest.version());
    assertThat(scrape.value("tributary_trainer_commit_seconds_count")).isBetween(1.0, newest.version() + 1.0);
    assertThat(scrape.value("tributary_trainer_commit_seconds_sum")).isPositive();
    assertThat(scrape.value("tributary_trainer_commits_failed_total", "outcome", "aborted")).isZero();
    assertThat(scrape.value("tributary_producer_policy_version")).isBetween(1.0, (double) newest.version());
    assertThat(scrape.value("tributary_trainer_lag_records")).as("commit markers at most").isLessThan(10);
    assertThat(scrape.value("tributary_trainer_episode_return_mean")).isPositive();
  }

  @Test
  void shouldCountRejectionsAsTheTopicDoes() {
    Map<RejectionReason, Long> records = new TreeMap<>();
    Map<RejectionReason, Long> steps = new TreeMap<>();
    try (TopicTail<String, RejectedStep> tail = TopicTail.open(run.connection(), run.topics().rejected(), 0, "test")) {
      for (Read<String, RejectedStep> read : tail.readToHighWatermark()) {
        records.merge(read.value().reason(), 1L, Long::sum);
        steps.merge(read.value().reason(), (long) Math.max(0, read.value().count()), Long::sum);
      }
    }
    assertThat(records.keySet()).contains(RejectionReason.MALFORMED, RejectionReason.UNKNOWN_SCHEMA).hasSizeGreaterThanOrEqualTo(3);
    for (RejectionReason reason : RejectionReason.values()) {
      assertThat(scrape.value("tributary_stream_rejected_records_total", "reason", reason.label())).as(reason.label()).isEqualTo((double) records.getOrDefault(reason, 0L));
      assertThat(scrape.value("tributary_stream_rejected_steps_total", "reason", reason.label())).as(reason.label()).isEqualTo((double) steps.getOrDefault(reason, 0L));
    }
    assertThat(steps.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(duplicatedSteps);
  }

  @Test
  void shouldNameTheRunOnEveryFigure() {
    assertThat(scrape.samples()).hasSizeGreaterThan(100).allMatch(sample -> sample.labels().get("run").equals("seen") && sample.labels().get("process").equals("demo"));
    assertThat(scrape.value("process_resident_memory_bytes")).isGreaterThan(scrape.value("tributary_heap_after_gc_bytes"));
    assertThat(scrape.value("tributary_build_info")).isEqualTo(1);
  }

  /// Names, units and meanings are a promise to dashboards: `TRIBUTARY_WRITE=true` writes the page anew.
  @Test
  void shouldDescribeEveryFigure() throws IOException {
    Path file = ROOT.resolve("docs/metrics.md");
    String page = new MetricsPage(scrape).text();
    if (Boolean.parseBoolean(System.getenv("TRIBUTARY_WRITE"))) {
      Files.writeString(file, page);
    }
    assertThat(Files.readString(file)).isEqualTo(page);
  }

  @Test
  void shouldDrawOnlyFiguresThereAre() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(ROOT.resolve("docs/grafana/tributary.json").toFile());
    TreeSet<String> drawn = new TreeSet<>();
    List<JsonNode> targets = dashboard.findValues("expr");
    for (JsonNode expression : targets) {
      Matcher name = Pattern.compile("\\b(?:tributary|jvm|process|system)_[a-z0-9_]+").matcher(expression.asText());
      assertThat(name.results().peek(found -> drawn.add(found.group())).count()).as(expression.asText()).isPositive();
    }
    assertThat(drawn).hasSizeGreaterThan(20);
    assertThat(scrape.names()).containsAll(drawn);
    assertThat(dashboard.at("/templating/list").findValuesAsText("name")).contains("datasource", "run");
    assertThat(dashboard.findValues("datasource")).isNotEmpty().allMatch(source -> source.path("uid").asText().matches("\\$\\{datasource}|-- Grafana --"));
  }
}
