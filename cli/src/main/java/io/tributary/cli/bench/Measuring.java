// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;

import io.tributary.cli.CodeVersion;
import io.tributary.cli.Host;
import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.pipeline.Pipeline;
import io.tributary.cli.pipeline.StatusLine;
import io.tributary.cli.pipeline.Watch;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.inprocess.InProcess;
import io.tributary.kafka.BrokerSettings;
import io.tributary.kafka.EmbeddedKafka;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Connection;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;

/// Trains the same number of steps through Kafka, then without it.
public final class Measuring {
  private static final String RUN = "bench";

  private final Host host;
  private final RunSettings settings;
  private final EnvironmentProvider environment;

  public Measuring(Host host, RunSettings settings, EnvironmentProvider environment) {
    this.host = host;
    this.settings = settings;
    this.environment = environment;
  }

  /// What was measured.
  ///
  /// @param stepsPerSecond through Kafka, over the second half of the steps
  /// @param inProcessStepsPerSecond without it, likewise, on one thread
  /// @param cpuSecondsPerMillionSteps of the first, by part
  /// @param kernel which arithmetic ran
  public record Figures(double stepsPerSecond, double inProcessStepsPerSecond, Map<String, Double> cpuSecondsPerMillionSteps, String kernel) {}

  public Figures measure() throws InterruptedException {
    Kernel kernel = Parts.kernel(settings.kernel());
    try (EmbeddedKafka broker = EmbeddedKafka.start(BrokerSettings.defaults())) {
      Map<String, Double> cpu = new LinkedHashMap<>();
      double through = throughKafka(Connection.to(broker.bootstrapServers()), kernel, cpu);
      return new Figures(through, inProcess(kernel), cpu, kernel.name());
    }
  }

  private double throughKafka(Connection connection, Kernel kernel, Map<String, Double> cpu) throws InterruptedException {
    Run run;
    try (var sample = environment.create()) {
      run = Runs.create(connection, settings.spec(RUN, sample.spaces(), host.clock().millis()), settings.replicationFactor());
    }
    StatusLine line = new StatusLine(host.out(), host.interactive());
    long[] since = {0, 0};
    try (var _ = host.shutdown().watched(); Watch watch = new Watch(run, 0, Double.NaN);
        Pipeline pipeline = new Pipeline(run, settings, kernel, CodeVersion.of(host.installation()))) {
      pipeline.start();
      ProcessorTime time = new ProcessorTime();
      while (!pipeline.trained() && !host.shutdown().requested()) {
        watch.poll();
        time.sample();
        if (since[0] == 0 && watch.stepsTrained() >= settings.budget().steps() / 2) {
          since[0] = System.nanoTime();
          since[1] = watch.stepsTrained();
        }
        line.show(status(watch, since), host.clock().millis());
      }
      watch.poll();
      double millions = Math.max(1, watch.stepsTrained()) / 1e6;
      time.byPart().forEach((part, seconds) -> cpu.put(part, Math.round(100 * seconds / millions) / 100.0));
      double speed = status(watch, since).stepsPerSecond();
      line.end(status(watch, since));
      return speed;
    }
  }

  private StatusLine.Status status(Watch watch, long[] since) {
    double speed = since[0] == 0 ? 0 : (watch.stepsTrained() - since[1]) * 1e9 / (System.nanoTime() - since[0]);
    return new StatusLine.Status(host.wallSeconds(), watch.curve().mean(), watch.stepsTrained(), speed, watch.version(), watch.lag());
  }

  /// Measured over the second half of the steps, when the compiler has settled.
  private double inProcess(Kernel kernel) {
    long steps = settings.budget().steps();
    try (InProcess learning = Parts.inProcess(settings, environment::create, kernel)) {
      long half = learning.train(agent -> agent.stepsTrained() >= steps / 2).stepsTrained();
      long since = System.nanoTime();
      long all = learning.train(agent -> agent.stepsTrained() >= steps).stepsTrained();
      return (all - half) * 1e9 / (System.nanoTime() - since);
    }
  }
}
