// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;

import io.tributary.cli.pipeline.Parts;
import io.tributary.cli.report.Evaluated;
import io.tributary.cli.report.LearningCurve;
import io.tributary.cli.settings.RunSettings;
import io.tributary.env.EnvironmentProvider;
import io.tributary.env.evaluate.EvaluationResult;
import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.env.inprocess.InProcess;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.learning.Agent;

/// Learns what a preset says in this process alone, and evaluates what came of it: for trying settings quickly.
///
/// @param environment what is learned
/// @param kernel which arithmetic runs
public record WithoutKafka(EnvironmentProvider environment, Kernel kernel) {

  /// What one seed came to.
  ///
  /// @param seed of it
  /// @param seconds of learning, the compiler's warm-up included
  /// @param stepsToMark trained when the mean of the last 100 training episodes first was at least the mark; null where it never was
  /// @param evaluated fresh episodes of the final policy
  public record Learned(long seed, double seconds, Long stepsToMark, Evaluated evaluated) {

    /// Names and values as `--json` has them.
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("seed", seed);
      json.put("seconds", seconds);
      json.put("stepsToMark", stepsToMark);
      json.put("evaluation", evaluated.json());
      return json;
    }
  }

  /// Learns until the budget, or until solved where the settings say so.
  public Learned learn(RunSettings settings) {
    double mark = settings.mark(environment.solvedReturn());
    long since = System.nanoTime();
    try (InProcess learning = Parts.inProcess(settings, environment::create, kernel)) {
      Long reached = null;
      while (learning.agent().stepsTrained() < settings.budget().steps() && !(reached != null && settings.budget().stopWhenSolved())) {
        var _ = learning.next();
        if (reached == null && learning.episodes().episodes() >= LearningCurve.WINDOW && learning.episodes().meanReturn().orElseThrow() >= mark) {
          reached = learning.agent().stepsTrained();
        }
      }
      return new Learned(settings.seed(), (System.nanoTime() - since) / 1e9, reached, evaluate(settings, learning));
    }
  }

  private Evaluated evaluate(RunSettings settings, InProcess learning) {
    Agent last = learning.agent();
    EvaluationSettings episodes = EvaluationSettings.defaults();
    Map<String, EvaluationResult> results = new LinkedHashMap<>();
    results.put(Evaluated.GREEDY, learning.evaluate(episodes.acting(true)));
    results.put(Evaluated.SAMPLED, learning.evaluate(episodes.acting(false)));
    return new Evaluated("seed " + settings.seed(), settings.environment(), last.version(), last.stepsTrained(), episodes.seed(), results);
  }
}
