// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.Arrays;
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
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.learned.Experiment;
import io.tributary.lesson.learned.Interval;
import io.tributary.lesson.picture.Lines;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Baseline;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Schedule;
import io.tributary.rl.policy.Architecture;

/// The same shirt, folded for a reward at each fold or for one at the end: equal batches, equal best return, and both policies judged by the finished
/// shirt alone.
public final class SparseReward implements Claim {
  private static final Option.Whole EPISODES = new Option.Whole("episodes", "shirts a batch", 8, 2, 1000);
  private static final Option.Whole BATCHES = new Option.Whole("batches", "batches to learn from", 120, 20, 10_000);
  private static final Option.Real RATE = new Option.Real("rate", "learning rate of Adam", 0.05, 0.001, 0.2);
  private static final Option.Real GAMMA = new Option.Real("gamma", "discount γ", 1, 0, 1);
  private static final Option.Real MARK = new Option.Real("mark", "return that counts as learned", 0.8, 0.2, 0.99);
  private static final Option.Whole SEEDS = new Option.Whole("seeds", "how many learn", 40, 16, 4, 1000);
  private static final Option.Whole SEED = new Option.Whole("seed", "the first of them", 1, 0, 1_000_000);
  private static final int POINTS = 12;
  private static final EvaluationSettings SAMPLED = new EvaluationSettings(100, false, 0, 100);

  @Override
  public String slug() {
    return "sparse-reward";
  }

  @Override
  public String statement() {
    return "With the same batches and the same best return, a reward at each fold teaches sooner than one for the finished shirt.";
  }

  @Override
  public List<Option> options() {
    return List.of(EPISODES, BATCHES, RATE, GAMMA, MARK, SEEDS, SEED);
  }

  @Override
  public Without without() {
    return new Without("the reward at each fold: both are paid for the finished shirt",
        "Nothing but who is told what sets the two apart: the same reward teaches at the same speed.");
  }

  /// @param returns a row a seed, a column an evaluation
  /// @param episodes a seed's episodes up to the first evaluation at the mark, or all of them where there is none
  private record Course(String name, double[][] returns, double[] episodes) {}

  @Override
  public Result run(Chosen chosen) {
    Course dense = course("a reward at each fold", !chosen.without(), chosen);
    Course sparse = course("a reward at the end", false, chosen);
    int last = dense.returns[0].length - 1;
    Table chances = new Table("Before anything is learned, by the rules of the game", "form", "episodes that earn anything", "mean return");
    chances.row(dense.name, 1 - 1.0 / 81, 0.5).row(sparse.name, 16.0 / 81, 17.0 / 162);
    Table table = new Table("Worth of finished shirts after " + chosen.of(BATCHES) + " batches of " + chosen.of(EPISODES) + ", " + chosen.of(SEEDS) + " seeds", "form",
        "half-way", "at the end", "episodes to the mark (at most all)");
    Lines picture = new Lines("Worth of a finished shirt, mean over seeds", "batches", false, "return", false);
    for (Course course : List.of(dense, sparse)) {
      table.row(course.name, Interval.of(Experiment.column(course.returns, last / 2)).text(), Interval.of(Experiment.column(course.returns, last)).text(),
          Interval.of(course.episodes).text());
      double[] x = new double[last + 1];
      double[] y = new double[last + 1];
      for (int i = 0; i <= last; i++) {
        x[i] = (i + 1) * chosen.of(BATCHES) / POINTS;
        y[i] = Vectors.mean(Experiment.column(course.returns, i));
      }
      picture.line(course.name, x, y);
    }
    List<Check> checks = new ArrayList<>();
    checks.add(Interval.ofDifference(Experiment.column(dense.returns, last / 2), Experiment.column(sparse.returns, last / 2))
        .above("worth half-way, dense − sparse", 0));
    checks.add(Interval.ofDifference(sparse.episodes, dense.episodes).above("episodes to the mark, sparse − dense", 0));
    return new Result(List.of(chances, table), picture, checks);
  }

  private static Course course(String name, boolean dense, Chosen chosen) {
    LearnerSettings learner = Algorithms.named("reinforce").learner().change().baseline(Baseline.LEAVE_ONE_OUT)
        .learningRate(Schedule.constant(chosen.of(RATE))).build();
    Architecture architecture = new Architecture(List.of(), "tanh", 0, false);
    Experiment experiment = new Experiment(() -> new TShirt(dense), architecture, learner,
        seed -> InProcessSettings.wholeEpisodes(chosen.intOf(EPISODES), 1, chosen.of(GAMMA), 1, seed));
    double[][] rows = Experiment.rowPerSeed(chosen.of(SEED), chosen.intOf(SEEDS), seed -> {
      double[] row = new double[POINTS + 1];
      row[POINTS] = (double) chosen.of(BATCHES) * chosen.of(EPISODES);
      try (InProcess learning = experiment.begin(seed)) {
        for (int i = 0; i < POINTS; i++) {
          long until = (i + 1) * chosen.of(BATCHES) / POINTS;
          var _ = learning.train(agent -> agent.version() >= until);
          row[i] = experiment.evaluated(() -> new TShirt(false), learning.agent().policy(), SAMPLED);
          row[POINTS] = row[i] >= chosen.of(MARK) ? Math.min(row[POINTS], until * chosen.of(EPISODES)) : row[POINTS];
        }
      }
      return row;
    });
    double[][] returns = Arrays.stream(rows).map(row -> Arrays.copyOf(row, POINTS)).toArray(double[][]::new);
    return new Course(name, returns, Experiment.column(rows, POINTS));
  }
}
