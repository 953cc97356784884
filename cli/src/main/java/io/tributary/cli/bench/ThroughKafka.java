// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.tributary.cli.CodeVersion;
import io.tributary.cli.Host;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.pipeline.Pipeline;
import io.tributary.cli.pipeline.StatusLine;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.publish.EnvironmentProducer;
import io.tributary.env.rollout.RolloutSettings;
import io.tributary.kafka.BrokerProcess;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Connection;
import io.tributary.runs.Deletion;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;
import io.tributary.runs.Runs;
import io.tributary.trainer.TrainerStatus;

/// Learns through Kafka, the broker in a process of its own, and measures from the moment a part of the steps is trained. It asks the trainer in its own process
/// how far it has committed: nobody reads topics who would not in a real run, but the onlooker of a producer that never waits.
final class ThroughKafka {
  private static final long LOOK_MS = 2;

  private final Host host;
  private final EnvironmentProvider environment;
  private final Kernel kernel;
  private final BrokerProcess broker;
  private int runs;

  ThroughKafka(Host host, EnvironmentProvider environment, Kernel kernel, BrokerProcess broker) {
    this.host = host;
    this.environment = environment;
    this.kernel = kernel;
    this.broker = broker;
  }

  /// What was measured.
  ///
  /// @param run that was learned, still in the log
  /// @param stepsPerSecond trained, from the warm-up's end to the last version
  /// @param latency from events to the policy, as {@link Responses} counts
  /// @param cpuSecondsPerMillionSteps by part, likewise
  record Figures(Run run, double stepsPerSecond, Map<String, Object> latency, Map<String, Double> cpuSecondsPerMillionSteps) {

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("stepsPerSecond", Math.round(stepsPerSecond));
      json.put("latencyMs", latency);
      json.put("cpuSecondsPerMillionSteps", cpuSecondsPerMillionSteps);
      return json;
    }
  }

  /// Makes a run of these settings.
  Run create(RunSettings settings) {
    try (var sample = environment.create()) {
      return Runs.create(Connection.to(broker.bootstrapServers()), settings.spec("bench-" + ++runs, sample.spaces(), host.clock().millis()), (short) 1);
    }
  }

  /// Learns a run of its own until the settings' budget.
  ///
  /// @param warmSteps trained before anything counts
  /// @param producers that share its environments, each with so many of them
  Figures measure(RunSettings settings, long warmSteps, int producers) throws InterruptedException {
    Run run = create(settings);
    Responses responses = new Responses();
    StatusLine line = new StatusLine(host.out(), host.interactive());
    ProcessorTime time = new ProcessorTime(broker.process());
    try (var _ = host.shutdown().watched(); Pipeline pipeline = new Pipeline(run, settings, kernel, CodeVersion.of(host.installation()));
        More more = new More(run, settings, producers - 1); Onlooker onlooker = new Onlooker(run, responses)) {
      if (settings.rollout().window() == 0) {
        // Its producer waits for no policy and takes one at a rollout's begin: when it could have is what counts.
        pipeline.observe(responses.ofPublishing());
        onlooker.start();
      } else {
        pipeline.observe(responses);
      }
      pipeline.start();
      more.start();
      long sinceNs = 0;
      long sinceSteps = 0;
      while (!pipeline.trained()) {
        if (host.shutdown().requested()) {
          throw new RunException("bench was stopped before its end; nothing was measured");
        }
        Thread.sleep(LOOK_MS);
        time.sample();
        TrainerStatus status = pipeline.status();
        if (sinceNs == 0 && status.stepsTrained() >= warmSteps) {
          sinceNs = System.nanoTime();
          sinceSteps = status.stepsTrained();
          time.begin();
          responses.begin();
        }
        line.show(shown(status, speed(status, sinceSteps, sinceNs)), host.clock().millis());
      }
      TrainerStatus last = pipeline.status();
      double speed = speed(last, sinceSteps, sinceNs);
      Map<String, Double> cpu = perMillion(time.byPart(), last.stepsTrained() - sinceSteps);
      line.end(shown(last, speed));
      return new Figures(run, speed, responses.json(), cpu);
    }
  }

  /// Frees the broker of a run that was measured.
  void delete(Run run) {
    Deletion.of(run.connection(), run.name()).run();
  }

  private static double speed(TrainerStatus status, long sinceSteps, long sinceNs) {
    return sinceNs == 0 ? 0 : (status.stepsTrained() - sinceSteps) * 1e9 / (System.nanoTime() - sinceNs);
  }

  private static Map<String, Double> perMillion(Map<String, Double> seconds, long steps) {
    Map<String, Double> rounded = new LinkedHashMap<>();
    seconds.forEach((part, used) -> rounded.put(part, Math.round(100 * used / (Math.max(1, steps) / 1e6)) / 100.0));
    return rounded;
  }

  private StatusLine.Status shown(TrainerStatus status, double speed) {
    return new StatusLine.Status(host.wallSeconds(), status.episodeReturnMean().orElse(Double.NaN), status.stepsTrained(), speed, status.version(),
        status.lagMean());
  }

  /// Further producers of one run, each with environments and a name of its own.
  private final class More implements AutoCloseable {
    private final List<EnvironmentProducer> producers = new ArrayList<>();

    More(Run run, RunSettings settings, int count) {
      for (int i = 1; i <= count; i++) {
        producers.add(new EnvironmentProducer(run, settings.rollout().named("p" + i, i * RolloutSettings.MAX_ENVIRONMENTS, OptionalLong.empty()),
            environment::create, kernel));
      }
    }

    void start() {
      producers.forEach(EnvironmentProducer::start);
    }

    @Override
    public void close() {
      producers.forEach(EnvironmentProducer::requestStop);
      producers.forEach(EnvironmentProducer::close);
    }
  }

  /// No Kafka, policy and critic beside each other; measured over what comes after the warm-up.
  double inProcess(RunSettings settings, long warmSteps) {
    long steps = settings.budget().steps();
    try (var learning = Parts.inProcess(settings, environment::create, kernel)) {
      long warm = learning.train(agent -> agent.stepsTrained() >= warmSteps).stepsTrained();
      long since = System.nanoTime();
      long all = learning.train(agent -> agent.stepsTrained() >= steps).stepsTrained();
      return (all - warm) * 1e9 / (System.nanoTime() - since);
    }
  }
}
