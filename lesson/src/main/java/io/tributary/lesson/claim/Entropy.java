// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

import io.tributary.env.evaluate.EvaluationSettings;
import io.tributary.env.inprocess.InProcess;
import io.tributary.env.inprocess.InProcessSettings;
import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Figure;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.learned.Experiment;
import io.tributary.lesson.learned.Interval;
import io.tributary.lesson.learned.SignTest;
import io.tributary.lesson.learned.TwoDoors;
import io.tributary.lesson.picture.Lines;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Baseline;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Reduction;
import io.tributary.rl.learning.Schedule;
import io.tributary.rl.policy.Architecture;

/// On a corridor with a small reward near and a large one far ({@link TwoDoors}), policies without entropy bonus mostly settle for the near one, and
/// policies with one mostly do not; whether the bonus then stays or is taken away is seen in the final return.
public final class Entropy implements Claim {
  private static final Option.Whole CELLS = new Option.Whole("cells", "cells to the far door", 5, 2, 12);
  private static final Option.Real NEAR = new Option.Real("near", "what the near door earns", 0.02, 0.001, 0.04);
  private static final Option.Real FAR = new Option.Real("far", "what the far door earns", 0.1, 0.05, 0.5);
  private static final Option.Real COEFFICIENT = new Option.Real("coefficient", "of the entropy bonus", 0.01, 0.0001, 0.03);
  private static final Option.Whole SEEDS = new Option.Whole("seeds", "how many learn", 40, 16, 8, 1000);
  private static final Option.Whole SEED = new Option.Whole("seed", "the first of them", 1, 0, 1_000_000);
  private static final int EPISODES = 8;
  private static final int BATCHES = 150;
  private static final int POINTS = 10;
  private static final EvaluationSettings SAMPLED = new EvaluationSettings(100, false, 0, 100);

  @Override
  public String slug() {
    return "entropy";
  }

  @Override
  public String statement() {
    return "Where a small reward is near and a large one far, an entropy bonus that later goes to 0 finds the far one more often than none.";
  }

  @Override
  public List<Option> options() {
    return List.of(CELLS, NEAR, FAR, COEFFICIENT, SEEDS, SEED);
  }

  @Override
  public Without without() {
    return new Without("the entropy bonus: its coefficient is 0 throughout",
        "A policy that has stopped trying what is not rewarded at first never learns what it leads to.");
  }

  @Override
  public Result run(Chosen chosen) {
    double coefficient = chosen.without() ? 0 : chosen.of(COEFFICIENT);
    // An episode has about two steps before anything is learned and as many as there are cells afterwards.
    long half = (long) BATCHES * EPISODES * 2;
    List<Course> courses = List.of(course("0", Schedule.constant(0), chosen),
        course(Figure.shown(coefficient), Schedule.constant(coefficient), chosen),
        course(Figure.shown(coefficient) + " → 0", new Schedule(coefficient, 0, half), chosen));
    Table table = new Table(chosen.of(SEEDS) + " seeds, " + BATCHES + " batches of " + EPISODES + " episodes; a far door of " + Figure.shown(chosen.of(FAR))
        + ", a near one of " + Figure.shown(chosen.of(NEAR)), "coefficient", "seeds that found the far door", "share", "final return", "of the seeds that found it");
    Lines picture = new Lines("Return while learning, mean over seeds", "batches", false, "return", false);
    double[] x = new double[POINTS];
    Arrays.setAll(x, i -> (i + 1.0) * BATCHES / POINTS);
    for (Course course : courses) {
      double[] found = course.found();
      double share = Vectors.mean(found);
      table.row(course.name, (long) Math.rint(share * found.length), share, Interval.of(course.last()).text(),
          share == 0 ? "none" : Vectors.dot(found, course.last()) / (share * found.length));
      picture.line(course.name, x, course.means());
    }
    List<Check> checks = new ArrayList<>();
    Course none = courses.get(0);
    for (Course bonus : courses.subList(1, 3)) {
      checks.add(SignTest.of(bonus.found(), none.found()).wins("seeds where only " + bonus.name + " finds the far door, and only none"));
      checks.add(Interval.ofDifference(bonus.last(), none.last()).above("final return with " + bonus.name + " − with none", 0));
    }
    return new Result(List.of(table), picture, checks);
  }

  /// @param returns a row a seed, a column a point in time
  private record Course(String name, double between, double[][] returns) {
    double[] last() {
      return Experiment.column(returns, POINTS - 1);
    }

    double[] means() {
      double[] out = new double[POINTS];
      for (int i = 0; i < POINTS; i++) {
        out[i] = Vectors.mean(Experiment.column(returns, i));
      }
      return out;
    }

    /// 1 where the return cannot be had at the near door.
    double[] found() {
      return DoubleStream.of(last()).map(earned -> earned > between ? 1 : 0).toArray();
    }
  }

  private static Course course(String name, Schedule entropy, Chosen chosen) {
    LearnerSettings learner = Algorithms.named("reinforce").learner().change().baseline(Baseline.LEAVE_ONE_OUT).reduction(Reduction.STEPS)
        .learningRate(Schedule.constant(0.2)).entropy(entropy).build();
    Experiment experiment = new Experiment(() -> new TwoDoors(chosen.intOf(CELLS), chosen.of(NEAR), chosen.of(FAR)),
        new Architecture(List.of(), "tanh", 0, false), learner, seed -> InProcessSettings.wholeEpisodes(EPISODES, 1, 1, 1, seed));
    double[][] returns = Experiment.rowPerSeed(chosen.of(SEED), chosen.intOf(SEEDS), seed -> {
      try (InProcess learning = experiment.begin(seed)) {
        double[] row = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
          long until = (i + 1L) * BATCHES / POINTS;
          var _ = learning.train(agent -> agent.version() >= until);
          row[i] = learning.evaluate(SAMPLED).mean();
        }
        return row;
      }
    });
    return new Course(name, (chosen.of(NEAR) + chosen.of(FAR)) / 2, returns);
  }
}
