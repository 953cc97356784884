// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Figure;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.EnumerableProblem;
import io.tributary.lesson.exact.Episode;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.StateValues;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.exact.Visits;
import io.tributary.lesson.learned.Interval;
import io.tributary.lesson.picture.Lines;
import io.tributary.lesson.shipping.ShippingPath;
import io.tributary.rl.experience.Trajectory;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.ObjectiveKind;
import io.tributary.rl.learning.Reduction;
import io.tributary.rl.learning.Schedule;
import io.tributary.rl.learning.Standardisation;
import io.tributary.rl.random.CounterRandom;

/// K gradient steps on one batch: J, which is exact here, rises with K and then falls for who has no limit, and keeps what it won for who has one.
///
/// Every batch is N episodes of one policy μ; steps are θ ← θ + α·ĝ with the gradient of the code that ships, at the θ of the moment. The advantages are
/// the best there are, rewards-to-go minus the exact V of μ: what goes wrong goes wrong because the batch is finite and the policy leaves it.
public final class KSteps implements Claim {
  private static final Option.Whole STEPS = new Option.Whole("k", "most gradient steps on a batch, K", 20, 3, 100);
  private static final Option.Whole EPISODES = new Option.Whole("episodes", "episodes of a batch, N", 6, 1, 1000);
  private static final Option.Whole BATCHES = new Option.Whole("batches", "batches to average over", 2000, 400, 20, 100_000);
  private static final Option.Whole HORIZON = new Option.Whole("horizon", "steps of an episode", 3, 1, 4);
  private static final Option.Real START = new Option.Real("start", "how much the policy that acted prefers the best action, as a logit", 2, 0, 4);
  private static final Option.Real RATE = new Option.Real("rate", "step size α", 0.3, 0.01, 1);
  private static final Option.Real CLIP = new Option.Real("clip", "ε of the trust range 1 ± ε", 0.2, 0.01, 1);
  private static final Option.Real PENALTY = new Option.Real("penalty", "β of the KL penalty", 10, 0.1, 20);

  @Override
  public String slug() {
    return "k-steps";
  }

  @Override
  public String statement() {
    return "Several gradient steps on one small batch first improve the policy and then ruin it, unless a limit keeps it near the policy that acted.";
  }

  @Override
  public List<Option> options() {
    return List.of(STEPS, EPISODES, BATCHES, RATE, CLIP, PENALTY, HORIZON, START, ExactCase.SEED);
  }

  @Override
  public Without without() {
    return new Without("the limits: neither is a ratio clipped nor does divergence cost anything",
        "Far from the policy that acted the batch says nothing any more, and each further step fits its noise.");
  }

  @Override
  public Result run(Chosen chosen) {
    return new Run(chosen).result();
  }

  /// One variant's J after each number of steps, batch by batch.
  private record Course(String name, double[][] objectives, double[] divergence) {
    double[] after(int steps) {
      return objectives[steps];
    }

    int best() {
      int best = 0;
      for (int k = 1; k < objectives.length; k++) {
        best = Vectors.mean(objectives[k]) > Vectors.mean(objectives[best]) ? k : best;
      }
      return best;
    }
  }

  private static final class Run {
    private static final double[] CHANCES = {0.75, 0.5, 0.5, 0.25};
    private static final double GAMMA = 1;
    private static final LearnerSettings BASE = Algorithms.named("ppo").learner().change().standardise(Standardisation.NEVER).minibatches(1)
        .reduction(Reduction.TRAJECTORIES).entropy(Schedule.constant(0)).build();

    private final Chosen chosen;
    private final EnumerableProblem problem;
    private final TabularSoftmax policy;
    private final double[] behaviour;
    private final Visits visits;
    private final List<List<Trajectory>> batches = new ArrayList<>();

    Run(Chosen chosen) {
      this.chosen = chosen;
      problem = luck(chosen.intOf(HORIZON));
      policy = new TabularSoftmax(problem.states(), problem.actions());
      behaviour = new double[policy.parameters()];
      for (int s = 0; s < problem.states(); s++) {
        behaviour[s * problem.actions()] = (float) chosen.of(START);
      }
      visits = Visits.of(problem, policy, behaviour);
      draw();
    }

    /// Two states, in both of which the first of four actions is the best; but what is earned is mostly luck.
    private static EnumerableProblem luck(int horizon) {
      double[][][] next = new double[2][CHANCES.length][];
      double[][][] rewards = new double[2][CHANCES.length][];
      for (int s = 0; s < 2; s++) {
        for (int a = 0; a < CHANCES.length; a++) {
          next[s][a] = new double[] {1 - CHANCES[a], CHANCES[a]};
          rewards[s][a] = new double[] {-1, 1};
        }
      }
      return new EnumerableProblem(horizon, new double[] {0.5, 0.5}, next, rewards, new boolean[2]);
    }

    private void draw() {
      List<Episode> episodes = problem.episodes();
      double[] probabilities = episodes.stream().mapToDouble(episode -> episode.probability(policy, behaviour)).toArray();
      StateValues values = StateValues.of(problem, policy, behaviour, GAMMA);
      ShippingPath recorder = new ShippingPath(policy, BASE);
      List<Trajectory> recorded = episodes.stream().map(episode -> recorder.trajectory(episode, behaviour, GAMMA, 1, values.along(episode))).toList();
      long key = CounterRandom.stream(chosen.of(ExactCase.SEED), "lesson.batches");
      for (int b = 0; b < chosen.intOf(BATCHES); b++) {
        List<Trajectory> batch = new ArrayList<>();
        for (int i = 0; i < chosen.intOf(EPISODES); i++) {
          batch.add(recorded.get(drawn(probabilities, CounterRandom.uniform(CounterRandom.key(key, b), i))));
        }
        batches.add(batch);
      }
    }

    private static int drawn(double[] probabilities, double uniform) {
      double left = uniform;
      for (int i = 0; i < probabilities.length; i++) {
        left -= probabilities[i];
        if (left < 0) {
          return i;
        }
      }
      return probabilities.length - 1;
    }

    private double objective(double[] theta) {
      StateValues values = StateValues.of(problem, policy, theta, GAMMA);
      double sum = 0;
      for (int s = 0; s < problem.states(); s++) {
        sum += problem.start(s) * values.v(0, s);
      }
      return sum;
    }

    /// Mean over the states that μ visits.
    private double divergence(double[] theta) {
      double sum = 0;
      for (int t = 0; t < visits.horizon(); t++) {
        for (int s = 0; s < policy.states(); s++) {
          sum += visits.of(t, s) * policy.klFromTo(behaviour, theta, s) / visits.horizon();
        }
      }
      return sum;
    }

    private Course course(String name, LearnerSettings settings) {
      ShippingPath path = new ShippingPath(policy, settings);
      int steps = chosen.intOf(STEPS);
      double[][] objectives = new double[steps + 1][batches.size()];
      double[] divergences = new double[steps + 1];
      for (int b = 0; b < batches.size(); b++) {
        double[] theta = behaviour.clone();
        for (int k = 0; k <= steps; k++) {
          objectives[k][b] = objective(theta);
          divergences[k] += divergence(theta) / batches.size();
          Vectors.add(chosen.of(RATE), path.estimateFrom(behaviour, theta, batches.get(b)), theta);
        }
      }
      return new Course(name, objectives, divergences);
    }

    private LearnerSettings limited(LearnerSettings settings) {
      return chosen.without() ? BASE.change().objective(ObjectiveKind.STEP_IMPORTANCE).build() : settings;
    }

    Result result() {
      LearnerSettings.Clip range = new LearnerSettings.Clip(Schedule.constant(chosen.of(CLIP)), LearnerSettings.ClipCentre.BEHAVIOUR);
      Map<String, LearnerSettings> variants = new LinkedHashMap<>();
      variants.put("no ratio", BASE.change().objective(ObjectiveKind.SCORE_FUNCTION).build());
      variants.put("single ratio", BASE.change().objective(ObjectiveKind.STEP_IMPORTANCE).build());
      variants.put("ratio, clipped", limited(BASE.change().clip(range).build()));
      variants.put("ratio, KL penalty",
          limited(BASE.change().objective(ObjectiveKind.KL_PENALTY).klPenalty(Schedule.constant(chosen.of(PENALTY))).build()));
      List<Course> courses = variants.entrySet().parallelStream().map(variant -> course(variant.getKey(), variant.getValue())).toList();
      Course ratio = courses.get(1);
      List<Check> checks = new ArrayList<>();
      int last = chosen.intOf(STEPS);
      int best = ratio.best();
      checks.add(Interval.ofDifference(ratio.after(best), ratio.after(0)).above("without limit: J after " + best + " steps, the best K, − before", 0));
      checks.add(Interval.ofDifference(ratio.after(last), ratio.after(best)).below("without limit: J after " + last + " steps − after " + best, 0));
      for (Course limited : courses.subList(2, 4)) {
        checks.add(Interval.ofDifference(limited.after(last), limited.after(0)).above(limited.name() + ": J after " + last + " steps − before", 0));
        checks.add(Interval.ofDifference(limited.after(last), ratio.after(last)).above(limited.name() + ": J after " + last + " steps − without limit", 0));
      }
      return new Result(List.of(table(courses), divergences(courses)), picture(courses), checks);
    }

    private Table table(List<Course> courses) {
      Table table = new Table("Exact J after K steps on one batch of " + chosen.of(EPISODES) + " episodes: mean over " + batches.size() + " batches", "K",
          "no ratio", "single ratio", "ratio, clipped", "ratio, KL penalty");
      for (int k = 0; k <= chosen.intOf(STEPS); k++) {
        int at = k;
        List<Object> row = new ArrayList<>(List.of(k));
        courses.forEach(course -> row.add(at == 0 ? Figure.of(course.after(0)[0]) : Interval.of(course.after(at)).text()));
        table.row(row.toArray());
      }
      return table;
    }

    private Table divergences(List<Course> courses) {
      int last = chosen.intOf(STEPS);
      Table table = new Table("How far the policy went: mean KL(μ‖π) in nats", "steps", "K = 1", "K = " + last, "best K");
      courses.forEach(course -> table.row(course.name(), course.divergence()[1], course.divergence()[last], course.best()));
      return table;
    }

    private Lines picture(List<Course> courses) {
      Lines picture = new Lines("The policy's true worth after K steps on one batch", "K", false, "J", false);
      for (Course course : courses) {
        double[] k = new double[course.objectives().length];
        double[] j = new double[k.length];
        for (int i = 0; i < k.length; i++) {
          k[i] = i;
          j[i] = Vectors.mean(course.after(i));
        }
        picture.line(course.name(), k, j);
      }
      return picture;
    }
  }
}
