// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

import io.tributary.cli.CodeVersion;
import io.tributary.cli.Host;
import io.tributary.cli.UsageException;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.replay.Replaying;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.kafka.BrokerProcess;
import io.tributary.replay.ReplayReport;
import io.tributary.replay.ReplayRequest;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Part;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.streams.StreamsApp;
import io.tributary.trainer.Trainer;

/// What `tributary bench` can measure. Each prints its figures and returns them by name.
public final class Profiles {
  /// Part of the steps that is trained before anything counts: the compiler has settled by then.
  private static final double WARM = 0.4;
  private static final int[] PARTITIONS = {1, 2, 4, 8};
  private static final int[] PRODUCERS = {1, 4, 16, 64};
  /// Quarters of the usual number of environments, and of steps.
  private static final int[] FACTORS = {1, 4, 16};
  private static final int LONGEST_BAR = 50;
  private static final long LONGEST_WAIT_NS = 600_000_000_000L;
  private static final int EVENT_RATE = 1_000;

  /// Which of them.
  public enum Profile { THROUGHPUT, LATENCY, EVENTS, REPLAY, SCALE }

  /// Settings of the published work, with some of them changed.
  @FunctionalInterface
  public interface Work {
    /// @param sets further settings, as `--set` takes them
    RunSettings with(List<String> sets);
  }

  private final PrintStream out;
  private final Work work;
  private final long steps;
  private final Kernel kernel;
  private final String codeVersion;
  private final ThroughKafka kafka;

  /// @param broker that nobody else uses
  /// @param steps to train in each measurement, warm-up included
  public Profiles(Host host, Work work, long steps, EnvironmentProvider environment, Kernel kernel, BrokerProcess broker) {
    this.out = host.out();
    this.work = work;
    this.steps = steps;
    this.kernel = kernel;
    codeVersion = CodeVersion.of(host.installation());
    kafka = new ThroughKafka(host, environment, kernel, broker);
  }

  /// Measures one of them.
  public Map<String, Object> measure(Profile profile) throws InterruptedException {
    return switch (profile) {
      case THROUGHPUT -> throughput();
      case LATENCY -> latency();
      case EVENTS -> events();
      case REPLAY -> replay();
      case SCALE -> scale();
    };
  }

  private Map<String, Object> throughput() throws InterruptedException {
    ThroughKafka.Figures figures = kafka.measure(learning(steps), warm(steps), 1);
    double inProcess = kafka.inProcess(learning(steps), warm(steps));
    out.printf(Locale.ROOT, "  through Kafka   %,10.0f steps/s%n", figures.stepsPerSecond());
    out.printf(Locale.ROOT, "  in process      %,10.0f steps/s, without Kafka%n", inProcess);
    printLatency("from events to the policy that learned from them", figures.latency());
    out.println("  processor seconds per million steps through Kafka:");
    double all = figures.cpuSecondsPerMillionSteps().values().stream().mapToDouble(Double::doubleValue).sum();
    figures.cpuSecondsPerMillionSteps().forEach((part, seconds) -> out.printf(Locale.ROOT, "    %-9s %6.2f  %s%n", part, seconds,
        "#".repeat((int) Math.round(LONGEST_BAR * seconds / Math.max(all, 1e-9)))));
    Map<String, Object> json = figures.json();
    json.put("inProcessStepsPerSecond", Math.round(inProcess));
    return json;
  }

  private Map<String, Object> latency() throws InterruptedException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("window3", latency("window 3, at full speed", learning(steps, "rollout.window=3"), warm(steps)));
    json.put("window1", latency("window 1, lock step", learning(steps, "rollout.window=1"), warm(steps)));
    // Live events: 64 steps a batch, each record one step, at the pace of the world.
    long live = Math.max(30_000, steps / 50);
    json.put("live", latency(EVENT_RATE + " events a second, batches of 64", learning(live, "rollout.environments=8", "rollout.steps=8", "rollout.recordSteps=1",
        "rollout.window=0", "rollout.rate=" + EVENT_RATE, "batch.steps=64", "learner.minibatches=1"), warm(live)));
    return json;
  }

  private Map<String, Object> latency(String what, RunSettings settings, long warmSteps) throws InterruptedException {
    ThroughKafka.Figures figures = kafka.measure(settings, warmSteps, 1);
    out.printf(Locale.ROOT, "  %-36s %,10.0f steps/s%n", what, figures.stepsPerSecond());
    printLatency("", figures.latency());
    return figures.json();
  }

  private void printLatency(String what, Map<String, Object> latency) {
    out.printf(Locale.ROOT, "  %s ms: p50 %s, p90 %s, p99 %s, max %s (%s rollouts)%n", what, latency.get("p50"), latency.get("p90"), latency.get("p99"),
        latency.get("max"), latency.get("rollouts"));
  }

  /// Events that lie in the log already, one step each, through the topology alone.
  private Map<String, Object> events() throws InterruptedException {
    RunSettings settings = learning(steps, "rollout.recordSteps=1", "rollout.window=0", "rollout.stopAfterSteps=" + steps);
    Run run = kafka.create(settings);
    try (Trainer trainer = Parts.trainer(run, settings, kernel, codeVersion)) {
      trainer.start();
      await(() -> trainer.status().version() >= 0, trainer);
    }
    try (EnvironmentProducer producer = Parts.producer(run, settings, kernel)) {
      producer.start();
      producer.await();
    }
    try (StreamsApp topology = Parts.stream(run, settings)) {
      topology.start();
      long warm = warm(steps);
      await(() -> topology.progress().records() >= warm, topology);
      long since = System.nanoTime();
      long from = topology.progress().records();
      await(() -> topology.progress().records() >= steps, topology);
      double speed = (topology.progress().records() - from) * 1e9 / (System.nanoTime() - since);
      out.printf(Locale.ROOT, "  one step a record, through the topology %,10.0f events/s%n", speed);
      return Map.of("eventsPerSecond", Math.round(speed));
    }
  }

  private static void await(BooleanSupplier done, Part part) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT_NS;
    while (!done.getAsBoolean()) {
      if (!part.isRunning()) {
        part.await();
      }
      if (System.nanoTime() > deadline) {
        throw new RunException("bench: part " + part.name() + " has not come so far within " + LONGEST_WAIT_NS / 1_000_000_000L + " s; nothing was measured");
      }
      Thread.sleep(1);
    }
  }

  private Map<String, Object> replay() throws InterruptedException {
    ThroughKafka.Figures figures = kafka.measure(learning(steps), warm(steps), 1);
    double inProcess = kafka.inProcess(learning(steps), warm(steps));
    ReplayReport report = Replaying.verify(figures.run(), kernel, new ReplayRequest(0, OptionalLong.empty(), false), _ -> { });
    if (!report.isEqual()) {
      throw new RunException("bench: the replay of " + report.run() + " differs from what was published; nothing was measured");
    }
    out.printf(Locale.ROOT, "  replay          %,10.0f steps/s, %.2f of in process (%,.0f)%n", report.stepsPerSecond(), report.stepsPerSecond() / inProcess, inProcess);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("replayStepsPerSecond", Math.round(report.stepsPerSecond()));
    json.put("inProcessStepsPerSecond", Math.round(inProcess));
    json.put("versionsEqual", report.versionsEqual());
    return json;
  }

  private Map<String, Object> scale() throws InterruptedException {
    int environments = learning(steps).rollout().rollout().environments();
    if (environments < PRODUCERS[PRODUCERS.length - 1]) {
      throw new UsageException("rollout.environments is " + environments + " with --profile scale; expected at least " + PRODUCERS[PRODUCERS.length - 1]
          + " (--setting B), one for each producer; nothing was measured");
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    // Otherwise the first row would be of a process that still compiles, the last of one that has done so.
    kafka.delete(kafka.measure(learning(steps), warm(steps), 1).run());
    out.printf("  %-10s %-10s %-13s %-11s %12s %10s%n", "partitions", "producers", "environments", "steps", "steps/s", "CPU s/M");
    for (int partitions : PARTITIONS) {
      rows.add(row(partitions, 1, environments, steps));
    }
    for (int producers : PRODUCERS) {
      rows.add(row(1, producers, environments, steps));
    }
    for (int factor : FACTORS) {
      rows.add(row(1, 1, environments * factor / 4, steps));
    }
    for (int factor : FACTORS) {
      rows.add(row(1, 1, environments, steps * factor / 4));
    }
    return Map.of("rows", rows);
  }

  /// So many environments, shared by so many producers; a batch is one rollout of all of them, since a window of rollouts that do not fill one would wait for time. The run is deleted, so that no row is measured beside what earlier ones left.
  private Map<String, Object> row(int partitions, int producers, int environments, long budget) throws InterruptedException {
    RunSettings settings = learning(budget, "partitions=" + partitions, "rollout.producer=p0", "rollout.environments=" + environments / producers,
        "batch.steps=" + environments * learning(budget).rollout().rollout().steps());
    ThroughKafka.Figures figures = kafka.measure(settings, warm(budget), producers);
    kafka.delete(figures.run());
    double cpu = figures.cpuSecondsPerMillionSteps().values().stream().mapToDouble(Double::doubleValue).sum();
    out.printf(Locale.ROOT, "  %-10d %-10d %-13d %,-11d %,12.0f %10.2f%n", partitions, producers, environments, budget, figures.stepsPerSecond(), cpu);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("partitions", partitions);
    json.put("producers", producers);
    json.put("environments", environments);
    json.put("steps", budget);
    json.put("stepsPerSecond", Math.round(figures.stepsPerSecond()));
    json.put("cpuSecondsPerMillionSteps", Math.round(100 * cpu) / 100.0);
    return json;
  }

  private RunSettings learning(long budget, String... sets) {
    List<String> all = new ArrayList<>(List.of(sets));
    all.add("budget.steps=" + budget);
    all.add("budget.stopWhenSolved=false");
    return work.with(all);
  }

  private static long warm(long all) {
    return (long) (WARM * all);
  }
}
