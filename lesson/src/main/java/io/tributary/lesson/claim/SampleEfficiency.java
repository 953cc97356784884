// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;

import io.tributary.env.TimeLimit;
import io.tributary.env.classic.CartPole;
import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.env.inprocess.InProcess;
import io.tributary.env.inprocess.InProcessSettings;
import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.learned.Experiment;
import io.tributary.lesson.learned.Interval;
import io.tributary.lesson.picture.Bars;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Schedule;
import io.tributary.rl.policy.Architecture;

/// Environment steps until CartPole is played to a mark: PPO with K passes over each batch, PPO with one, and REINFORCE.
///
/// Every algorithm has batches of about the same size and the same networks; a pass is one gradient step on the whole batch.
public final class SampleEfficiency implements Claim {
  private static final Option.Whole MARK = new Option.Whole("mark", "mean return that counts as learned", 100, 80, 25, 450);
  private static final Option.Whole PASSES = new Option.Whole("k", "passes over a batch, K", 4, 2, 20);
  private static final Option.Real RATE = new Option.Real("rate", "learning rate of Adam, the same for all", 0.003, 0.0003, 0.006);
  private static final Option.Whole SEEDS = new Option.Whole("seeds", "how many learn", 20, 6, 3, 1000);
  private static final Option.Whole SEED = new Option.Whole("seed", "the first of them", 1, 0, 1_000_000);
  private static final int ENVIRONMENTS = 8;
  private static final int STEPS = 32;
  private static final long LIMIT = 400_000;
  private static final long EVERY = 512;
  private static final EvaluationSettings JUDGED = new EvaluationSettings(10, false, 0, 10);
  private static final double GAMMA = 0.99;

  @Override
  public String slug() {
    return "sample-efficiency";
  }

  @Override
  public String statement() {
    return "PPO with several passes over each batch needs fewer environment steps to the mark than with one pass, and than REINFORCE.";
  }

  @Override
  public List<Option> options() {
    return List.of(MARK, PASSES, RATE, SEEDS, SEED);
  }

  @Override
  public Without without() {
    return new Without("the reuse of each batch: PPO makes one pass in K's place", "One pass is one gradient step: nothing is saved by a clip that nothing touches.");
  }

  /// @param steps environment steps to the mark, one a seed
  /// @param updates gradient steps of the policy in them
  private record Course(String name, double[] steps, double[] updates) {}

  @Override
  public Result run(Chosen chosen) {
    int k = chosen.without() ? 1 : chosen.intOf(PASSES);
    List<Course> courses = List.of(ppo("PPO, K = " + k, k, chosen), ppo("PPO, one pass", 1, chosen), reinforce("REINFORCE", "reinforce", chosen),
        reinforce("REINFORCE with V(s)", "reinforce-baseline", chosen));
    Table table = new Table("Environment steps until 10 episodes of the policy have a mean of " + chosen.of(MARK) + ", " + chosen.of(SEEDS) + " seeds",
        "algorithm", "steps", "gradient steps", "steps for one of K = " + k, "from", "to");
    Bars picture = new Bars("Environment steps to the mark, mean over seeds");
    List<Check> checks = new ArrayList<>();
    double[] reference = logs(courses.get(0).steps);
    for (Course course : courses) {
      Interval ratio = Interval.ofDifference(logs(course.steps), reference);
      table.row(course.name, Interval.of(course.steps).text(), Vectors.mean(course.updates), StrictMath.exp(ratio.mean()),
          StrictMath.exp(ratio.mean() - ratio.halfWidth()), StrictMath.exp(ratio.mean() + ratio.halfWidth()));
      picture.bar(course.name, Vectors.mean(course.steps));
      if (courses.indexOf(course) == 1 || courses.indexOf(course) == 2) {
        checks.add(ratio.above("log of the steps of " + course.name + " for one of K = " + k, 0));
      }
    }
    return new Result(List.of(table), picture, checks);
  }

  private static double[] logs(double[] of) {
    return DoubleStream.of(of).map(StrictMath::log).toArray();
  }

  private static Course ppo(String name, int passes, Chosen chosen) {
    LearnerSettings learner = Algorithms.named("ppo").learner().change().epochs(passes).minibatches(1).entropy(Schedule.constant(0))
        .learningRate(Schedule.constant(chosen.of(RATE))).build();
    return course(name, learner, seed -> InProcessSettings.onPolicy(ENVIRONMENTS, STEPS, GAMMA, 0.95, seed), chosen);
  }

  private static Course reinforce(String name, String row, Chosen chosen) {
    LearnerSettings learner = Algorithms.named(row).learner().change().learningRate(Schedule.constant(chosen.of(RATE))).build();
    return course(name, learner, seed -> InProcessSettings.wholeEpisodes(ENVIRONMENTS, 1, GAMMA, 1, seed), chosen);
  }

  private static Course course(String name, LearnerSettings learner, LongFunction<InProcessSettings> play, Chosen chosen) {
    Experiment experiment = new Experiment(() -> new TimeLimit(new CartPole(), CartPole.MAX_STEPS), new Architecture(List.of(32, 32), "tanh", 0, true), learner, play);
    double[][] rows = Experiment.rowPerSeed(chosen.of(SEED), chosen.intOf(SEEDS), seed -> {
      try (InProcess learning = experiment.begin(seed)) {
        do {
          long until = learning.stepsPlayed() + EVERY;
          var _ = learning.train(agent -> learning.stepsPlayed() >= until);
        } while (learning.stepsPlayed() < LIMIT && learning.evaluate(JUDGED).mean() < chosen.of(MARK));
        // The first batch only fills the statistics.
        return new double[] {learning.stepsPlayed(), (learning.agent().version() - 1.0) * learner.epochs()};
      }
    });
    return new Course(name, Experiment.column(rows, 0), Experiment.column(rows, 1));
  }
}
