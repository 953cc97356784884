// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.tributary.cli.CodeVersion;
import io.tributary.cli.Host;
import io.tributary.cli.UsageException;
import io.tributary.cli.home.Cluster;
import io.tributary.cli.home.Home;
import io.tributary.cli.monitor.Observation;
import io.tributary.cli.report.Evaluated;
import io.tributary.cli.report.LearningCurve;
import io.tributary.cli.report.SeedRun;
import io.tributary.cli.report.SeedsReport;
import io.tributary.cli.report.Summary;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.evaluate.Evaluation;
import io.tributary.env.evaluate.EvaluationResult;
import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.rl.kernel.Kernel;
import io.tributary.runs.Connection;
import io.tributary.runs.Policies;
import io.tributary.runs.Run;
import io.tributary.runs.Runs;
import io.tributary.schemas.PolicySnapshot;

/// Plays the same settings once for each seed, one run after the other on one broker, and evaluates each final snapshot.
///
/// A run that fails is part of the result; the next seed is played all the same, unless the broker is lost or the process is asked to end.
final class SeedRuns {
  private final Host host;
  private final Home home;
  private final Cluster cluster;
  private final Connection to;
  private final Kernel kernel;
  private final RunSettings settings;
  private final Observation shown;
  private final EnvironmentProvider environment;
  private final AtomicReference<String> lost = new AtomicReference<>();

  SeedRuns(Host host, Home home, Cluster cluster, Connection to, Kernel kernel, RunSettings settings, Observation shown) {
    this.host = host;
    this.home = home;
    this.cluster = cluster;
    this.to = to;
    this.kernel = kernel;
    this.settings = settings;
    this.shown = shown;
    environment = Names.environment(settings.environment());
  }

  /// Plays them all.
  ///
  /// @param preset what was asked for
  /// @param stem what the runs' names begin with
  /// @param warm done when the first run's parts can start
  SeedsReport play(String preset, String stem, Seeds seeds, CompletableFuture<Void> warm) throws InterruptedException {
    requireNew(stem, seeds);
    cluster.onLoss(what -> lost.compareAndSet(null, what));
    List<SeedRun> runs = new ArrayList<>();
    try (var _ = host.shutdown().watched()) {
      for (long seed : seeds.numbers()) {
        SeedRun done = play(name(stem, seed), seed, warm);
        runs.add(done);
        host.out().println(done.line());
      }
    }
    return new SeedsReport(stem, preset, seeds.text(), settings.flattened(), CodeVersion.of(host.installation()), kernel.name(),
        settings.mark(environment.solvedReturn()), Instant.ofEpochMilli(host.startedMs()).toString(), runs);
  }

  /// Where the report is kept.
  Path file(String stem) {
    return home.makeRun(stem).resolve("seeds.json");
  }

  private static String name(String stem, long seed) {
    return stem + "-s" + seed;
  }

  private void requireNew(String stem, Seeds seeds) {
    List<String> taken = Runs.names(to);
    for (long seed : seeds.numbers()) {
      String name = Names.requireRun(name(stem, seed));
      if (taken.contains(name)) {
        throw new UsageException("run " + name + " exists; expected --run to be a name that has not been played with --seeds; nothing was started");
      }
    }
  }

  private SeedRun play(String name, long seed, CompletableFuture<Void> warm) throws InterruptedException {
    if (host.shutdown().requested()) {
      return SeedRun.without(seed, name, SeedRun.Status.NOT_STARTED, "the process was asked to end");
    }
    if (lost.get() != null) {
      return SeedRun.without(seed, name, SeedRun.Status.NOT_STARTED, lost.get());
    }
    try {
      OneRun.Played played = new OneRun(host.beginningNow(), home, cluster, to, kernel, shown).play(settings.seeded(seed), name, warm);
      if (played.outcome().stopped()) {
        return SeedRun.without(seed, name, SeedRun.Status.STOPPED, "the process was asked to end");
      }
      LearningCurve curve = played.outcome().watch().curve();
      return SeedRun.finished(played.outcome().summary(), curve.reached(), curve.height(), evaluate(played.run()));
    } catch (RuntimeException failed) {
      return SeedRun.without(seed, name, SeedRun.Status.FAILED, reason(failed));
    }
  }

  private static String reason(RuntimeException failed) {
    return failed.getMessage() == null ? failed.toString() : failed.getMessage();
  }

  private Evaluated evaluate(Run run) {
    PolicySnapshot last = Policies.requireNewest(run);
    EvaluationSettings episodes = EvaluationSettings.defaults();
    Map<String, EvaluationResult> results = new LinkedHashMap<>();
    results.put(Evaluated.GREEDY, play(run, last, episodes.acting(true)));
    results.put(Evaluated.SAMPLED, play(run, last, episodes.acting(false)));
    Evaluated evaluated = new Evaluated(run.name(), run.spec().environment(), last.version(), last.stepsTrained(), episodes.seed(), results);
    Summary.write(evaluated.json(), home.run(run.name()).resolve("evaluation.json"));
    return evaluated;
  }

  private EvaluationResult play(Run run, PolicySnapshot snapshot, EvaluationSettings episodes) {
    return Evaluation.play(environment::create, run.spec().architecture(), kernel, snapshot.policy(), episodes);
  }
}
