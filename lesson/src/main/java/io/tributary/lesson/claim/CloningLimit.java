// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.List;

import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.env.inprocess.InProcess;
import io.tributary.env.inprocess.InProcessSettings;
import io.tributary.env.small.TShirt;
import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.learned.Experiment;
import io.tributary.lesson.learned.Interval;
import io.tributary.lesson.picture.Bars;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Baseline;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Schedule;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.Architecture;
import io.tributary.rl.policy.PolicyArchitecture;
import io.tributary.rl.policy.PolicyState;

/// A demonstrator folds T-shirts with chances of its own at each stage, which a linear policy over stages can have exactly. A clone that samples as it does
/// earns what it earns; a clone that always takes the likeliest fold earns more or less, depending on what is likeliest; policy gradient earns more.
public final class CloningLimit implements Claim {
  private static final Option.Real SKILL = new Option.Real("skill", "how often the demonstrator folds right", 0.7, 0.5, 0.8);
  private static final Option.Whole BATCHES = new Option.Whole("batches", "batches of 32 shirts to learn from", 100, 40, 2000);
  private static final Option.Real RATE = new Option.Real("rate", "learning rate of Adam; a clone's goes to 0", 0.05, 0.01, 0.1);
  private static final Option.Whole SEEDS = new Option.Whole("seeds", "how many learn", 30, 8, 4, 1000);
  private static final Option.Whole SEED = new Option.Whole("seed", "the first of them", 1, 0, 1_000_000);
  private static final int EPISODES = 32;
  private static final int JUDGED = 400;
  private static final Architecture LINEAR = new Architecture(List.of(), "tanh", 0, false);

  @Override
  public String slug() {
    return "cloning-limit";
  }

  @Override
  public String statement() {
    return "A sampled clone earns what its demonstrator earns; its greedy version may earn more or less; policy gradient from the same start earns more.";
  }

  @Override
  public List<Option> options() {
    return List.of(SKILL, BATCHES, RATE, SEEDS, SEED);
  }

  @Override
  public Without without() {
    return new Without("the rewards: policy gradient weighs each of its actions with 1",
        "Then it clones as well, and the demonstrator it clones is itself: on average it stays as it is.");
  }

  /// Chances of the right, the sloppy and the ruinous fold at each stage.
  private record Demonstrator(String name, double[][] chances) {
    static Demonstrator noisy(double skill) {
      double[] each = {skill, (1 - skill) * 2 / 3, (1 - skill) / 3};
      return new Demonstrator("noisy", new double[][] {each, each, each, each});
    }

    /// At the first stage it mostly ruins the shirt.
    static Demonstrator mistaken(double skill) {
      double[][] chances = noisy(skill).chances;
      chances[0] = new double[] {0.3, 0.2, 0.5};
      return new Demonstrator("mistaken", chances);
    }

    double worth() {
      double right = 1;
      double whole = 1;
      for (double[] stage : chances) {
        right *= stage[0];
        whole *= stage[0] + stage[1];
      }
      return right + 0.5 * (whole - right);
    }

    /// As a linear policy over what is observed: the stage first.
    PolicyState policy(Experiment experiment) {
      float[] parameters = new float[new PolicyArchitecture(experiment.spaces(), LINEAR, Experiment.kernel()).parameterCount()];
      for (int stage = 0; stage < TShirt.STAGES; stage++) {
        for (int fold = 0; fold < chances[stage].length; fold++) {
          parameters[stage * chances[stage].length + fold] = (float) StrictMath.log(chances[stage][TShirt.outcome(stage, fold)]);
        }
      }
      return new PolicyState(parameters, Moments.empty(experiment.spaces().observationSize()), Moments.empty(1));
    }
  }

  @Override
  public Result run(Chosen chosen) {
    Table table = new Table("Worth of a shirt, " + chosen.of(SEEDS) + " seeds", "demonstrator", "its own worth", "clone, sampled", "clone, greedy",
        "policy gradient, fresh", "policy gradient from the clone");
    Bars picture = new Bars("Worth of a shirt, mean over seeds");
    List<Check> checks = new ArrayList<>();
    for (Demonstrator demonstrator : List.of(Demonstrator.noisy(chosen.of(SKILL)), Demonstrator.mistaken(chosen.of(SKILL)))) {
      double[][] rows = Experiment.rowPerSeed(chosen.of(SEED), chosen.intOf(SEEDS), seed -> learned(demonstrator, seed, chosen));
      double worth = demonstrator.worth();
      Interval sampled = Interval.of(Experiment.column(rows, 0));
      Interval greedy = Interval.of(Experiment.column(rows, 1));
      Interval fresh = Interval.of(Experiment.column(rows, 2));
      Interval continued = Interval.of(Experiment.column(rows, 3));
      String name = demonstrator.name;
      table.row(name, worth, sampled.text(), greedy.text(), fresh.text(), continued.text());
      picture.bar(name, worth).bar("  clone, sampled", sampled.mean()).bar("  clone, greedy", greedy.mean()).bar("  policy gradient, fresh", fresh.mean())
          .bar("  policy gradient from the clone", continued.mean());
      checks.add(sampled.contains(name + ": sampled clone", worth));
      checks.add(name.equals("noisy") ? greedy.above(name + ": greedy clone", worth) : greedy.below(name + ": greedy clone", worth));
      checks.add(fresh.above(name + ": policy gradient, fresh", worth));
      checks.add(continued.above(name + ": policy gradient from the clone", worth));
    }
    return new Result(List.of(table), picture, checks);
  }

  /// Worth of the sampled clone, the greedy one, policy gradient from the clone's own beginning, and from the clone.
  private static double[] learned(Demonstrator demonstrator, long seed, Chosen chosen) {
    long steps = (long) chosen.intOf(BATCHES) * EPISODES * TShirt.STAGES;
    LearnerSettings bc = Algorithms.named("bc").learner().change().epochs(1).minibatches(1).learningRate(new Schedule(chosen.of(RATE), 0, steps)).build();
    LearnerSettings weighted = Algorithms.named("reinforce").learner().change().baseline(Baseline.LEAVE_ONE_OUT)
        .learningRate(Schedule.constant(chosen.of(RATE))).build();
    Experiment cloning = experiment(bc);
    Experiment trying = experiment(chosen.without() ? bc : weighted);
    EvaluationSettings sampled = new EvaluationSettings(JUDGED, false, seed, 100);
    EvaluationSettings greedy = new EvaluationSettings(1, true, seed, 1);
    try (InProcess clone = cloning.demonstrated(seed, demonstrator.policy(cloning)); InProcess fresh = trying.begin(seed)) {
      PolicyState cloned = trained(clone, chosen);
      try (InProcess continued = trying.continued(seed, cloned)) {
        var _ = trained(fresh, chosen);
        var _ = trained(continued, chosen);
        return new double[] {clone.evaluate(sampled).mean(), clone.evaluate(greedy).mean(), fresh.evaluate(sampled).mean(), continued.evaluate(sampled).mean()};
      }
    }
  }

  private static PolicyState trained(InProcess learning, Chosen chosen) {
    return learning.train(agent -> agent.version() >= chosen.of(BATCHES)).policy();
  }

  private static Experiment experiment(LearnerSettings learner) {
    return new Experiment(() -> new TShirt(false), LINEAR, learner, seed -> InProcessSettings.wholeEpisodes(EPISODES, 1, 1, 1, seed));
  }
}
