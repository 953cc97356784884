// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.shipping;

import java.util.List;
import java.util.function.Function;

import io.tributary.lesson.exact.Episode;
import io.tributary.lesson.exact.Estimator;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.ExactGradient;
import io.tributary.lesson.exact.StateValues;
import io.tributary.lesson.exact.StepWeights;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.exact.Visits;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Baseline;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.ObjectiveKind;
import io.tributary.rl.learning.Weighting;

/// Every estimator whose expectation is known, on one enumerable problem.
public final class JudgedEstimators {
  /// What the constant baseline is.
  public static final double CONSTANT = 1.5;

  private final ExactCase exact;
  private final LearnerSettings rewardToGo;

  public JudgedEstimators(ExactCase exact) {
    this.exact = exact;
    rewardToGo = Algorithms.named("reinforce").learner().change().discountStates(true).build();
  }

  /// Unbiased, exactly scaled and biased ones of data that π_θ acted itself.
  ///
  /// @param batch N, which the in-batch average's scale depends on
  public List<Judged> onPolicy(int batch) {
    return List.of(totalReturn(), none(), constant(), fixedValue(), leaveOneOut(), average(batch), ofAction(), withoutStateDiscount());
  }

  private Judged judged(Estimator reference, LearnerSettings settings, Function<Episode, double[]> values, String relation, double[] predicted) {
    return new Judged(reference, settings, values, exact.theta(), relation, predicted);
  }

  private Judged totalReturn() {
    return judged(Estimator.ofEach("total return", episode -> StepWeights.totalReturn(episode.rewards(), exact.gamma())),
        Algorithms.named("reinforce").learner().change().weights(Weighting.TOTAL_RETURN).build(), null, "∇J", exact.gradient());
  }

  /// Reward-to-go alone.
  public Judged none() {
    return judged(exact.rewardToGo("no baseline", episode -> new double[episode.length()]), rewardToGo, null, "∇J", exact.gradient());
  }

  private Judged constant() {
    return judged(exact.rewardToGo("constant", episode -> StepWeights.constant(CONSTANT, episode.length())), withValue(),
        episode -> StepWeights.constant(CONSTANT, episode.length() + 1), "∇J", exact.gradient());
  }

  /// V of another policy: any function of the state will do that was fixed before the batch.
  public Judged fixedValue() {
    StateValues other = StateValues.of(exact.problem(), exact.policy(), ExactCase.drawn(exact.policy(), 7, "lesson.other"), exact.gamma());
    return judged(exact.rewardToGo("V fixed before the batch", other::along), withValue(), other::along, "∇J", exact.gradient());
  }

  private LearnerSettings withValue() {
    return rewardToGo.change().baseline(Baseline.VALUE).build();
  }

  /// Each episode against the average of the others.
  public Judged leaveOneOut() {
    return judged(new Estimator("leave one out", batch -> discounted(StepWeights.minusLeaveOneOut(toGo(batch)))),
        rewardToGo.change().baseline(Baseline.LEAVE_ONE_OUT).build(), null, "∇J", exact.gradient());
  }

  /// Each episode against the average of all, itself among them.
  public Judged average(int batch) {
    return judged(new Estimator("in-batch average", some -> discounted(StepWeights.minusAverage(toGo(some)))),
        rewardToGo.change().baseline(Baseline.AVERAGE).build(), null, "(1 − 1/" + batch + ")·∇J", Vectors.scaled(1 - 1.0 / batch, exact.gradient()));
  }

  /// Q(s, a): all that the action decides is taken away.
  public Judged ofAction() {
    StateValues values = exact.values();
    return judged(exact.rewardToGo("Q(s,a)", values::ofActions), withValue(),
        episode -> java.util.Arrays.copyOf(values.ofActions(episode), episode.length() + 1), "0", new double[exact.theta().length]);
  }

  /// γ < 1 in the returns, but every state counts alike: the gradient of no function (arXiv 1906.07073).
  public Judged withoutStateDiscount() {
    double[] predicted = ExactGradient.byVisits(Visits.of(exact.problem(), exact.policy(), exact.theta()), exact.values(), exact.policy(), exact.theta(), 1);
    return judged(Estimator.ofEach("without γ^t", episode -> StepWeights.rewardToGo(episode.rewards(), exact.gamma())),
        rewardToGo.change().discountStates(false).build(), null, "Σ_t Σ_s d_t(s) Σ_a ∇π·Q_t", predicted);
  }

  private List<double[]> toGo(List<Episode> batch) {
    return batch.stream().map(episode -> StepWeights.rewardToGo(episode.rewards(), exact.gamma())).toList();
  }

  private List<double[]> discounted(List<double[]> weights) {
    return weights.stream().map(w -> StepWeights.discounted(w, exact.gamma())).toList();
  }

  /// Those for data that another policy μ acted.
  public List<Judged> offPolicy(double[] behaviour) {
    return List.of(uncorrected(behaviour), perTrajectory(behaviour), perDecision(behaviour), perStep(behaviour));
  }

  private Judged off(String name, double[] behaviour, Weigh weigh, ObjectiveKind objective, String relation, double[] predicted) {
    Estimator reference = Estimator.ofEach(name, episode -> {
      double[] ratios = StepWeights.ratios(episode, exact.policy(), exact.theta(), behaviour);
      return StepWeights.discounted(weigh.weights(episode.rewards(), exact.gamma(), ratios), exact.gamma());
    });
    return new Judged(reference, rewardToGo.change().objective(objective).build(), null, behaviour, relation, predicted);
  }

  /// Weights of one episode.
  private interface Weigh {
    double[] weights(double[] rewards, double gamma, double[] ratios);
  }

  /// The data as if π_θ had acted them: E = Σ_t γ^t Σ_s d_t^μ(s) Σ_a μ(a|s) ∇log π_θ(a|s)·Q_t^μ(s, a).
  public Judged uncorrected(double[] behaviour) {
    double[] predicted = new double[exact.theta().length];
    Visits visits = Visits.of(exact.problem(), exact.policy(), behaviour);
    StateValues values = StateValues.of(exact.problem(), exact.policy(), behaviour, exact.gamma());
    TabularSoftmax policy = exact.policy();
    double discount = 1;
    for (int t = 0; t < visits.horizon(); t++) {
      for (int s = 0; s < policy.states(); s++) {
        for (int a = 0; a < policy.actions(); a++) {
          double weight = discount * visits.of(t, s) * policy.probability(behaviour, s, a) * values.q(t, s, a);
          policy.addScore(exact.theta(), s, a, weight, predicted);
        }
      }
      discount *= exact.gamma();
    }
    return off("uncorrected", behaviour, (r, gamma, ratios) -> StepWeights.rewardToGo(r, gamma), ObjectiveKind.SCORE_FUNCTION,
        "Σ_t γ^t Σ_s d^μ Σ_a μ·∇log π·Q^μ", predicted);
  }

  /// One weight for the whole trajectory.
  public Judged perTrajectory(double[] behaviour) {
    return off("per trajectory", behaviour, StepWeights::trajectoryWeighted, ObjectiveKind.TRAJECTORY_IMPORTANCE, "∇J", exact.gradient());
  }

  /// Each reward weighted by the ratios up to it.
  public Judged perDecision(double[] behaviour) {
    return off("per decision", behaviour, StepWeights::decisionWeighted, ObjectiveKind.DECISION_IMPORTANCE, "∇J", exact.gradient());
  }

  /// The ratio of the step alone: states and returns stay those of μ.
  public Judged perStep(double[] behaviour) {
    Visits visits = Visits.of(exact.problem(), exact.policy(), behaviour);
    StateValues values = StateValues.of(exact.problem(), exact.policy(), behaviour, exact.gamma());
    double[] predicted = ExactGradient.byVisits(visits, values, exact.policy(), exact.theta(), exact.gamma());
    return off("single ratio", behaviour, StepWeights::stepWeighted, ObjectiveKind.STEP_IMPORTANCE, "Σ_t γ^t Σ_s d^μ Σ_a ∇π·Q^μ", predicted);
  }
}
