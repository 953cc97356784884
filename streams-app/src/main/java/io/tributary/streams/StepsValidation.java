// SPDX-License-Identifier: Apache-2.0
package io.tributary.streams;

import io.tributary.rl.experience.Columns;
import io.tributary.rl.experience.Ending;
import io.tributary.rl.experience.Space;
import io.tributary.rl.experience.Spaces;
import io.tributary.rl.experience.Steps;

import static io.tributary.schemas.RejectionReason.IMPOSSIBLE_LOG_PROBABILITY;
import static io.tributary.schemas.RejectionReason.MALFORMED;
import static io.tributary.schemas.RejectionReason.NON_FINITE;
import static io.tributary.schemas.RejectionReason.NO_OUTCOME;
import static io.tributary.schemas.RejectionReason.SPACES_DIFFER;

/// What must hold for one record by itself: its shape is the run's, its numbers are finite, its log-probabilities possible.
///
/// **Bounds of rewards and values.** A segment has at most 10⁶ steps ({@link io.tributary.schemas.Segmenting#LIMIT}) and discounts are at most 1, so
/// where each is at most 10³⁰ no target comes near 3·10³⁸, where floats end: no record can spoil the targets of those it shares a segment with.
///
/// Other observations than pixels are not held against the bounds of their space: bounds are declarations, and rounding crosses them. Actions are, where they
/// are choices, because an index out of range would be learned from as another action.
///
/// **Bounds of a log-probability**, per number of the action. Upper: a choice has at most log 1 = 0 (and rounding); a Gaussian with a σ that a
/// float can hold (at least 2⁻¹⁴⁹) has at most −log(2⁻¹⁴⁹·√2π) < 103. Lower: a sampled choice has at least the smallest positive double,
/// log 2⁻¹⁰⁷⁴ > −745; a sampled Gaussian lies within 39 σ, where the tail is below that, and σ is below 2¹²⁸: at least −745 − 90.
final class StepsValidation {
  static final int MAX_ENVIRONMENT_BYTES = 249;
  static final float CHOICE_TOLERANCE = 1e-4f;
  static final float CHOICE_LOWEST = -745;
  static final float DENSITY_HIGHEST = 103;
  static final float DENSITY_LOWEST = -835;
  static final float LARGEST = 1e30f;
  /// What 10⁷ steps of the largest reward come to: sums of a batch's returns stay finite.
  static final double LARGEST_RETURN = 1e37;

  private final int observationSize;
  private final int actionSize;
  private final boolean discrete;
  private final boolean pixels;
  private final int maskSize;
  private final int[] choices;

  StepsValidation(Spaces spaces) {
    observationSize = spaces.observationSize();
    actionSize = spaces.actionSize();
    pixels = spaces.pixels();
    discrete = spaces.discreteActions();
    maskSize = spaces.maskSize();
    choices = switch (spaces.action()) {
      case Space.Discrete(int n) -> new int[] {n};
      case Space.MultiDiscrete(var sizes) -> sizes.stream().mapToInt(n -> n).toArray();
      case Space.Box box -> new int[0];
    };
  }

  /// The first thing wrong with the record; null where nothing is.
  Objection check(Steps steps) {
    Objection objection = identity(steps);
    if (objection == null) {
      objection = shape(steps);
    }
    if (objection == null) {
      objection = finite(steps);
    }
    if (objection == null && pixels) {
      objection = pixels(steps.columns().observations(), observationSize);
      objection = objection != null ? objection : pixels(steps.columns().nextObservation(), 0);
    }
    if (objection == null && discrete) {
      objection = choices(steps.columns());
    }
    if (objection == null && steps.columns().logProbabilities() != null) {
      objection = logProbabilities(steps.columns());
    }
    if (objection == null && steps.rewardPending()) {
      objection = Objection.of(NO_OUTCOME, "a reward is pending; expected known rewards, since this run joins no outcomes");
    }
    return objection;
  }

  private static Objection identity(Steps steps) {
    var first = steps.first();
    if (first.session() < 0 || first.episode() < 0 || first.index() < 0 || first.index() > Long.MAX_VALUE - steps.count()) {
      return Objection.of(MALFORMED, "session " + first.session() + ", episode " + first.episode() + ", index " + first.index()
          + "; expected none to be negative");
    }
    if (steps.policyVersion() < Steps.FOREIGN_POLICY) {
      return Objection.of(MALFORMED, "policy version is " + steps.policyVersion() + "; expected at least " + Steps.FOREIGN_POLICY);
    }
    return null;
  }

  private Objection shape(Steps steps) {
    Columns columns = steps.columns();
    if (columns.observationSize() != observationSize) {
      return Objection.of(SPACES_DIFFER, "observations have " + columns.observationSize() + " numbers; expected " + observationSize);
    }
    if ((columns.discreteActions() != null) != discrete) {
      return Objection.of(SPACES_DIFFER, "actions are " + (discrete ? "real numbers; expected choices" : "choices; expected real numbers"));
    }
    if (columns.actionSize() != actionSize) {
      return Objection.of(SPACES_DIFFER, "actions have " + columns.actionSize() + " numbers; expected " + actionSize);
    }
    if (columns.masks() != null && (maskSize == 0 || columns.masks().length != (long) maskSize * columns.count())) {
      return Objection.of(SPACES_DIFFER, "masks have " + columns.masks().length + " entries; expected " + maskSize + " for each of "
          + columns.count() + " steps");
    }
    if (columns.masks() != null) {
      for (byte allowed : columns.masks()) {
        if (allowed != 0 && allowed != 1) {
          return Objection.of(MALFORMED, "a mask has the entry " + allowed + "; expected 0 or 1");
        }
      }
    }
    if (columns.nextObservation().length == 0 && steps.ending() != Ending.TERMINATED) {
      return Objection.of(MALFORMED, "there is no observation after the last step, which is " + steps.ending()
          + "; expected one, except after a termination");
    }
    return null;
  }

  private Objection finite(Steps steps) {
    Columns columns = steps.columns();
    Objection objection = within("reward", columns.rewards(), LARGEST, 1);
    objection = objection != null ? objection : finite("observation", columns.observations(), observationSize);
    objection = objection != null ? objection : finite("observation after the last step", columns.nextObservation(), 0);
    objection = objection != null ? objection : finite("action", columns.continuousActions(), actionSize);
    objection = objection != null ? objection : finite("environment action", columns.environmentActions(), actionSize);
    objection = objection != null ? objection : finite("log-probability", columns.logProbabilities(), 1);
    objection = objection != null ? objection : within("value", columns.values(), LARGEST, 1);
    objection = objection != null ? objection : finite("recurrent state", columns.recurrentBefore(), 0);
    objection = objection != null ? objection : finite("recurrent state", columns.recurrentAfter(), 0);
    // Not the negation: NaN is within nothing.
    if (objection == null && !(Math.abs(steps.returnBefore()) <= LARGEST_RETURN)) {
      objection = Objection.of(NON_FINITE, "return before the first step is " + steps.returnBefore() + "; expected "
          + (Double.isFinite(steps.returnBefore()) ? "at most " + LARGEST_RETURN + " in magnitude" : "a finite number"));
    }
    return objection;
  }

  private static Objection finite(String name, float[] column, int perStep) {
    return within(name, column, Float.MAX_VALUE, perStep);
  }

  /// @param perStep entries of one step; 0 for a column that is not of single steps
  private static Objection within(String name, float[] column, float largest, int perStep) {
    if (column != null) {
      for (int i = 0; i < column.length; i++) {
        // Not the negation: NaN is within nothing.
        if (!(Math.abs(column[i]) <= largest)) {
          return new Objection(NON_FINITE, perStep == 0 ? -1 : i / perStep, name + " is " + column[i] + "; expected "
              + (Float.isFinite(column[i]) ? "at most " + largest + " in magnitude" : "a finite number"));
        }
      }
    }
    return null;
  }

  private static Objection pixels(float[] observations, int perStep) {
    for (int i = 0; i < observations.length; i++) {
      float value = observations[i];
      if (!(value >= 0 && value <= 255) || Float.floatToRawIntBits(value) != Float.floatToRawIntBits((int) value)) {
        return new Objection(SPACES_DIFFER, perStep == 0 ? -1 : i / perStep, "a pixel is " + value + "; expected a whole number 0 to 255");
      }
    }
    return null;
  }

  private Objection choices(Columns columns) {
    int[] actions = columns.discreteActions();
    byte[] masks = columns.masks();
    for (int i = 0, maskAt = 0; i < actions.length; i++) {
      int n = choices[i % actionSize];
      if (actions[i] < 0 || actions[i] >= n) {
        return new Objection(SPACES_DIFFER, i / actionSize, "action is " + actions[i] + "; expected 0 to " + (n - 1));
      }
      if (masks != null && masks[maskAt + actions[i]] == 0) {
        return new Objection(SPACES_DIFFER, i / actionSize, "action is " + actions[i] + ", which its own mask forbids; expected an allowed one");
      }
      maskAt += n;
    }
    return null;
  }

  private Objection logProbabilities(Columns columns) {
    float lowest = actionSize * (discrete ? CHOICE_LOWEST : DENSITY_LOWEST);
    float highest = actionSize * (discrete ? CHOICE_TOLERANCE : DENSITY_HIGHEST);
    float[] logProbabilities = columns.logProbabilities();
    for (int i = 0; i < logProbabilities.length; i++) {
      if (logProbabilities[i] > highest || logProbabilities[i] < lowest) {
        return new Objection(IMPOSSIBLE_LOG_PROBABILITY, i,
            "log-probability is " + logProbabilities[i] + "; expected " + lowest + " to " + highest);
      }
    }
    return null;
  }
}
