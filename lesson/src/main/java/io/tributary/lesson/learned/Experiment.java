// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.learned;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import io.tributary.env.Environment;
import io.tributary.env.evaluate.Evaluation;
import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.env.inprocess.InProcess;
import io.tributary.env.inprocess.InProcessSettings;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.learning.Agent;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.PolicyGradient;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyState;

/// Something to be learned by the code that ships, as often as there are seeds.
///
/// @param environments makes what is acted in
/// @param architecture of the policy
/// @param learner how it learns
/// @param play what is acted at a time, for a seed
public record Experiment(Supplier<Environment> environments, Architecture architecture, LearnerSettings learner, LongFunction<InProcessSettings> play) {

  /// With fresh parameters of that seed.
  public InProcess begin(long seed) {
    return new InProcess(environments, architecture, algorithm(seed), kernel(), play.apply(seed));
  }

  /// With parameters and statistics that somebody else learned; nothing the optimiser remembers is taken over.
  public InProcess continued(long seed, PolicyState from) {
    PolicyGradient algorithm = algorithm(seed);
    Agent beginning = new Agent(0, from, algorithm.initial(seed).optimiser(), 0, null);
    return new InProcess(environments, architecture, algorithm, kernel(), play.apply(seed), beginning);
  }

  /// Where a demonstrator of the same architecture acts.
  public InProcess demonstrated(long seed, PolicyState demonstrator) {
    return InProcess.demonstrated(environments, architecture, algorithm(seed), kernel(), play.apply(seed), architecture, demonstrator);
  }

  /// Mean return of a policy in other environments than it learned in.
  public double evaluated(Supplier<Environment> elsewhere, PolicyState policy, EvaluationSettings which) {
    return Evaluation.play(elsewhere, architecture, kernel(), policy, which).mean();
  }

  /// What is observed and done.
  public Spaces spaces() {
    try (Environment one = environments.get()) {
      return one.spaces();
    }
  }

  private PolicyGradient algorithm(long seed) {
    return Algorithms.of(spaces(), architecture, learner, null, seed, kernel());
  }

  public static Kernel kernel() {
    return Kernels.best();
  }

  /// One result a seed, in the order of the seeds; they are worked out side by side.
  ///
  /// @param first the first seed
  public static <T> List<T> allSeeds(long first, int seeds, LongFunction<T> result) {
    return LongStream.range(first, first + seeds).parallel().mapToObj(result).toList();
  }

  /// The same for rows of figures.
  public static double[][] rowPerSeed(long first, int seeds, LongFunction<double[]> figures) {
    return allSeeds(first, seeds, figures).toArray(double[][]::new);
  }

  /// One column of such rows.
  public static double[] column(double[][] rows, int index) {
    double[] out = new double[rows.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = rows[i][index];
    }
    return out;
  }
}
