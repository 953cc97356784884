// SPDX-License-Identifier: Apache-2.0
package io.tributary.lesson.claim;

import java.util.List;

import io.tributary.lesson.Check;
import io.tributary.lesson.Chosen;
import io.tributary.lesson.Claim;
import io.tributary.lesson.Figure;
import io.tributary.lesson.Option;
import io.tributary.lesson.Result;
import io.tributary.lesson.Table;
import io.tributary.lesson.exact.TabularSoftmax;
import io.tributary.lesson.picture.Bars;
import io.tributary.rl.distribution.Distribution;

/// How far parameters moved says nothing about how far the policy moved: KL(first ‖ second) does.
///
/// π(a) ∝ exp(q_a/τ + d·0): q are two preferences, τ is a temperature, and d multiplies an input that is always 0.
public final class ParameterDistance implements Claim {
  private static final Option.Real TEMPERATURE = new Option.Real("temperature", "τ before the change", 0.0005, 0.0001, 0.01);
  private static final Option.Real CHANGE = new Option.Real("change", "how much is taken off τ; more than τ turns the preferences round", 0.001, 0.00005, 0.02);
  private static final Option.Real PREFERENCE = new Option.Real("preference", "by which the first action is preferred, q_0 − q_1", 0.01, 0.001, 0.05);
  private static final Option.Real DEAD = new Option.Real("dead", "how much is added to the dead parameter", 100, 1, 1e6);

  @Override
  public String slug() {
    return "parameter-distance";
  }

  @Override
  public String statement() {
    return "Parameter distance is not policy distance: 0.001 on a temperature can turn the policy round, 100 on a dead parameter changes nothing.";
  }

  @Override
  public List<Option> options() {
    return List.of(TEMPERATURE, CHANGE, PREFERENCE, DEAD);
  }

  @Override
  public Without without() {
    return new Without("the divergence: what counts as change of the policy is the distance of the parameters",
        "It calls the policy that did not change at all the one that changed most.");
  }

  @Override
  public Result run(Chosen chosen) {
    double before = chosen.of(TEMPERATURE);
    double after = before - chosen.of(CHANGE);
    after = after == 0 ? -1e-9 : after;
    double[] theta = logits(chosen.of(PREFERENCE), before, 0);
    Row warm = new Row("temperature", chosen.of(CHANGE), theta, logits(chosen.of(PREFERENCE), after, 0));
    Row dead = new Row("dead", chosen.of(DEAD), theta, logits(chosen.of(PREFERENCE), before, chosen.of(DEAD)));
    Row preference = new Row("preference of the first action", chosen.of(CHANGE), theta, logits(chosen.of(PREFERENCE) - chosen.of(CHANGE), before, 0));
    Table table = new Table("One parameter changed", "parameter", "distance of parameters", "p(first) before", "p(first) after", "KL(before ‖ after)",
        "KL(after ‖ before)", "shipping code: KL(before ‖ after)");
    for (Row row : List.of(warm, preference, dead)) {
      table.row(row.name(), row.distance(), row.first(row.from()), row.first(row.to()), row.forward(), row.backward(), row.shipped());
    }
    double ofWarm = chosen.without() ? warm.distance() : warm.forward();
    double ofDead = chosen.without() ? dead.distance() : dead.forward();
    List<Check> checks = List.of(
        Check.equal("change of the policy by the dead parameter", ofDead, 0, 0),
        Check.above("change by the temperature, against the dead parameter's", ofWarm, ofDead),
        Check.above("the same two by distance of parameters, the other way round", dead.distance(), warm.distance()),
        Check.above("|KL(before ‖ after) − KL(after ‖ before)|: it has a direction", Math.abs(preference.forward() - preference.backward()), 1e-12),
        Check.atLeast("smallest divergence", Math.min(Math.min(warm.forward(), warm.backward()), Math.min(preference.forward(), preference.backward())), 0),
        Check.atMost("shipping code: largest relative error",
            Math.max(error(warm), Math.max(error(preference), error(dead))), 1e-4));
    Bars picture = new Bars("KL(before ‖ after), in nats").bar("temperature, " + Figure.shown(chosen.of(CHANGE)), warm.forward())
        .bar("preference, " + Figure.shown(chosen.of(CHANGE)), preference.forward()).bar("dead, " + Figure.shown(chosen.of(DEAD)), dead.forward());
    return new Result(List.of(table), picture, checks);
  }

  private static double error(Row row) {
    return Math.abs(row.shipped() - row.forward()) / Math.max(1e-3, row.forward());
  }

  private static double[] logits(double preference, double temperature, double dead) {
    double alwaysZero = 0;
    return new double[] {preference / temperature + dead * alwaysZero, dead * alwaysZero};
  }

  private record Row(String name, double distance, double[] from, double[] to) {
    private static final TabularSoftmax POLICY = new TabularSoftmax(1, 2);

    double first(double[] logits) {
      return POLICY.probability(logits, 0, 0);
    }

    double forward() {
      return POLICY.klFromTo(from, to, 0);
    }

    double backward() {
      return POLICY.klFromTo(to, from, 0);
    }

    double shipped() {
      float[] out = new float[1];
      Distribution.categorical(2).klFromTo(floats(from), new float[0], 0, floats(to), new float[0], 0, null, 1, out);
      return out[0];
    }

    private static float[] floats(double[] logits) {
      return new float[] {(float) logits[0], (float) logits[1]};
    }
  }
}
