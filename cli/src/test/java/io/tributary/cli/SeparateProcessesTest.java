// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.tributary.audit.Audit;
import io.tributary.audit.AuditReport;
import io.tributary.audit.AuditSettings;
import io.tributary.cli.report.Accounts;
import io.tributary.cli.report.Counting;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.runs.TopicTail;
import io.tributary.schemas.PolicySnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/// Broker, topology, trainer and two producers as processes of their own, started before the run exists; one producer is killed and
/// replaced, the topology is stopped and started again. Learning goes on, and in the end every published step is accounted for.
class SeparateProcessesTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static final String RUN = "night";

  @TempDir
  Path folder;

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stopAll() throws InterruptedException {
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      process.waitFor();
    }
  }

  @Test
  @Timeout(400)
  void shouldGoOnWhateverIsKilledOrStopped() throws Exception {
    Process killed = start("produce", RUN, "--wait", "60", "--set", "rollout.rate=4000");
    Process lasting = start("produce", RUN, "--wait", "60", "--set", "rollout.rate=4000");
    Process trainer = start("train", RUN, "--wait", "60");
    Process stream = start("stream", RUN, "--wait", "60");
    start("broker");
    await("the broker's address", () -> Files.exists(folder.resolve(".tributary/broker")));
    Typed create = Typed.in(folder);
    assertThat(create.run("create", RUN, "--preset", "cartpole", "--wait", "60", "--set", "rollout.environments=8", "--set", "batch.steps=512"))
        .as(create.err()).isEqualTo(Exit.DONE);
    Run run = Runs.open(Connection.to(Files.readAllLines(folder.resolve(".tributary/broker")).getFirst()), RUN, Duration.ofSeconds(10));
    try (TopicTail<Long, PolicySnapshot> policies = TopicTail.open(run.connection(), run.topics().policies(), 0, "test.policies")) {
      awaitVersion(policies, 10);

      killed.destroyForcibly().waitFor();
      Process replaced = start("produce", RUN, "--wait", "60", "--set", "rollout.rate=4000");
      awaitVersion(policies, version(policies) + 20);

      AuditReport live = Audit.of(run, AuditSettings.defaults());
      assertThat(live.findings()).as("all parts going on").isEmpty();
      assertThat(live.steps().inTrajectories()).isPositive();
      assertThat(live.versions().newestVersion()).isGreaterThan(10);

      stop(stream);
      Thread.sleep(10_000); // the criterion itself: ten seconds after the topology is gone nothing new appears
      long without = version(policies);
      Thread.sleep(3_000);
      assertThat(version(policies)).as("versions without a topology").isEqualTo(without);

      start("stream", RUN, "--wait", "60");
      awaitVersion(policies, without + 20);

      stop(replaced);
      stop(lasting);
    }
    await("every published step to be processed", () -> new Counting(run).accounts().pending() == 0);
    Accounts counts = new Counting(run).accounts();
    assertThat(counts.published()).isPositive().isEqualTo(counts.inTrajectories() + counts.rejected() + counts.open());
    assertThat(counts.rejected()).isZero();
    AuditReport report = Audit.of(run, AuditSettings.defaults());
    assertThat(report.findings()).as("the trainer going on").isEmpty();
    assertThat(report.steps().inTrajectories()).isEqualTo(counts.inTrajectories());
    assertThat(report.steps().open()).isEqualTo(counts.open());
    stop(trainer);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "--add-modules", "jdk.incubator.vector",
        "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m",
        "-Dtributary.home=" + System.getProperty("tributary.root"), "-cp", System.getProperty("java.class.path"), "io.tributary.cli.Main"));
    command.addAll(List.of(arguments));
    Path log = folder.resolve(arguments[0] + "-" + processes.size() + ".log");
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    return process;
  }

  private void stop(Process process) throws Exception {
    process.destroy();
    assertThat(process.waitFor(15, TimeUnit.SECONDS)).as("ends within ten seconds of SIGTERM, and some slack").isTrue();
  }

  private static long version(TopicTail<Long, PolicySnapshot> policies) {
    return policies.seekToLast().map(read -> read.value().version()).orElse(-1L);
  }

  private void awaitVersion(TopicTail<Long, PolicySnapshot> policies, long version) throws Exception {
    await("version " + version, () -> version(policies) >= version);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited for " + what + "; " + logs()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private String logs() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        all.append(log.getFileName()).append(": ").append(Files.readString(log)).append('\n');
      }
    }
    return all.toString();
  }
}
