// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.ArrayList;
import java.util.List;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Figure;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.ExactCase;
import io.tributary.lesson.exact.Vectors;
import io.tributary.lesson.picture.Lines;
import io.tributary.lesson.shipping.LinearBatch;
import io.tributary.rl.learning.Algorithms;
import io.tributary.rl.learning.Baseline;
import io.tributary.rl.learning.LearnerSettings;
import io.tributary.rl.learning.Metric;
import io.tributary.rl.learning.Standardisation;
import io.tributary.rl.learning.StepKind;
import io.tributary.rl.learning.Update;
import io.tributary.rl.learning.Weighting;

/// A trust region step begins as a natural gradient step, √(2δ/sᵀFs)·s with F·s = g, which the quadratic model of KL gives exactly δ; it is then shortened
/// until the policy's own KL is at most δ.
///
/// The code that ships solves F·s = g by conjugate gradients in float and never writes F down. Here F is written down in double and solved by elimination,
/// from the definition of the Fisher information of a linear softmax and of a linear Gaussian policy.
public final class TrustRegion implements Claim {
  private static final Option.Real LIMIT = new Option.Real("limit", "δ, the KL that a step may have, in nats", 0.01, 0.0001, 0.05);
  private static final Option.Whole EPISODES = new Option.Whole("episodes", "episodes of the batch", 40, 4, 10_000);
  private static final Option.Whole LENGTH = new Option.Whole("length", "steps of an episode", 10, 1, 1000);
  private static final double DAMPING = 5e-4;
  private static final double OVERWHELMING = 1e4;
  private static final double SMALLEST = 1e-4;

  @Override
  public String slug() {
    return "trust-region";
  }

  @Override
  public String statement() {
    return "TRPO's first proposal is the natural gradient F⁻¹g, as long as the quadratic model says KL = δ; what it accepts has a true KL of at most δ.";
  }

  @Override
  public List<Option> options() {
    return List.of(LIMIT, EPISODES, LENGTH, ExactCase.GAMMA, ExactCase.SEED);
  }

  @Override
  public Without without() {
    return new Without("F⁻¹: so much is added to the diagonal of F that nothing of it is left",
        "(F + d·I)⁻¹g with a large d is g/d: the direction of the plain gradient, and a length that knows nothing of the policy.");
  }

  @Override
  public Result run(Chosen chosen) {
    List<Check> checks = new ArrayList<>();
    Table steps = new Table("One update on a batch of " + chosen.of(EPISODES) + " × " + chosen.of(LENGTH) + " steps, δ = " + Figure.shown(chosen.of(LIMIT)), "policy",
        "step", "1 − cosine with F⁻¹g", "cosine with g", "½sᵀFs / δ", "KL / δ", "tries");
    Table lengths = new Table("The model is quadratic: the shorter the step, the better it tells the KL", "δ", "softmax: KL / δ", "Gaussian: KL / δ");
    List<LinearBatch> batches = List.of(LinearBatch.softmax(chosen.intOf(EPISODES), chosen.intOf(LENGTH), chosen.of(ExactCase.GAMMA), chosen.of(ExactCase.SEED)),
        LinearBatch.gaussian(chosen.intOf(EPISODES), chosen.intOf(LENGTH), chosen.of(ExactCase.GAMMA), chosen.of(ExactCase.SEED)));
    for (LinearBatch batch : batches) {
      proposal(batch, chosen, steps, checks);
      accepted(batch, chosen, steps, checks);
    }
    double limit = chosen.of(LIMIT);
    double[] limits = {limit, limit / 4, limit / 16, SMALLEST / 100};
    double[][] off = new double[2][limits.length];
    for (int i = 0; i < limits.length; i++) {
      double[] ratio = new double[2];
      for (int b = 0; b < 2; b++) {
        LinearBatch batch = batches.get(b);
        ratio[b] = batch.kl(step(batch, update(batch, StepKind.NATURAL_GRADIENT, limits[i], chosen.without()))) / limits[i];
        off[b][i] = Math.abs(ratio[b] - 1);
      }
      lengths.row(limits[i], ratio[0], ratio[1]);
    }
    checks.add(Check.atMost("softmax: |KL/δ − 1| at the smallest δ", off[0][limits.length - 1], 0.01));
    checks.add(Check.atMost("Gaussian: |KL/δ − 1| at the smallest δ", off[1][limits.length - 1], 0.01));
    Lines picture = new Lines("How far the KL of the natural step is from δ", "δ", true, "|KL/δ − 1|", true);
    picture.line("softmax", limits, off[0]).line("Gaussian", limits, off[1]);
    return new Result(List.of(steps, lengths), picture, checks);
  }

  private static void proposal(LinearBatch batch, Chosen chosen, Table table, List<Check> checks) {
    double limit = chosen.of(LIMIT);
    double[] step = step(batch, update(batch, StepKind.NATURAL_GRADIENT, limit, chosen.without()));
    double quadratic = batch.quadratic(step) / limit;
    double off = compare(batch, "first proposal", step, limit, 1, table);
    checks.add(Check.atMost(batch.name() + ", first proposal: 1 − cosine with F⁻¹g", off, 1e-6));
    checks.add(Check.equal(batch.name() + ", first proposal: ½sᵀFs / δ", quadratic, 1, 0.01));
  }

  private static void accepted(LinearBatch batch, Chosen chosen, Table table, List<Check> checks) {
    double limit = chosen.of(LIMIT);
    Update update = update(batch, StepKind.TRUST_REGION, limit, chosen.without());
    double[] step = step(batch, update);
    int tries = (int) update.metrics().get(Metric.LINE_SEARCH_STEPS).orElseThrow();
    double off = compare(batch, "accepted", step, limit, tries, table);
    checks.add(Check.atMost(batch.name() + ", accepted: 1 − cosine with F⁻¹g", off, 1e-6));
    checks.add(Check.atMost(batch.name() + ", accepted: KL / δ", batch.kl(step) / limit, 1 + 1e-5));
  }

  private static double compare(LinearBatch batch, String name, double[] step, double limit, int tries, Table table) {
    double[] natural = batch.solved(DAMPING);
    double off = 1 - Vectors.cosine(step, natural);
    table.row(batch.name(), name, off, Vectors.cosine(step, batch.gradient()), batch.quadratic(step) / limit, batch.kl(step) / limit, tries);
    return off;
  }

  private static Update update(LinearBatch batch, StepKind kind, double limit, boolean without) {
    LearnerSettings.TrustRegion region = new LearnerSettings.TrustRegion(limit, 500, without ? OVERWHELMING : DAMPING, 0.8, 30);
    LearnerSettings settings = Algorithms.named(kind == StepKind.TRUST_REGION ? "trpo" : "npg").learner().change().weights(Weighting.REWARD_TO_GO)
        .baseline(Baseline.NONE).standardise(Standardisation.NEVER).trustRegion(region).build();
    return batch.update(settings);
  }

  private static double[] step(LinearBatch batch, Update update) {
    return batch.step(update.agent());
  }
}
