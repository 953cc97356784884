// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Which choices go together; the message starts with the path of the setting to change.
final class Combinations {
  private Combinations() {}

  static void require(Weighting weights, Baseline baseline, boolean discountStates, TargetSource targets) {
    String with = " with learner.weights " + label(weights);
    if (weights == Weighting.ONE) {
      require(baseline == Baseline.NONE, "learner.baseline is " + label(baseline) + with + "; expected none, because nothing is weighed");
    }
    if (weights.holdsCritic()) {
      require(baseline == Baseline.VALUE, "learner.baseline is " + label(baseline) + with + "; expected value, because the critic is part of them");
    }
    if (weights == Weighting.V_TRACE) {
      require(targets != TargetSource.RECORDED, "learner.targets is recorded" + with
          + "; expected per-update or per-epoch, because they depend on the policy that learns");
    }
    if (discountStates) {
      require(weights != Weighting.ONE && weights != Weighting.TOTAL_RETURN, "learner.discountStates is true" + with
          + "; expected false, because " + (weights == Weighting.ONE ? "nothing is discounted" : "the whole return is discounted from the start already"));
    }
  }

  static void require(ObjectiveKind objective, Weighting weights, double truncation, Standardisation standardise) {
    String with = " with learner.objective " + label(objective);
    if (weights == Weighting.ONE) {
      require(objective == ObjectiveKind.SCORE_FUNCTION, "learner.objective is " + label(objective)
          + " with learner.weights one; expected score-function: cloning compares with no behaviour policy");
      require(standardise == Standardisation.NEVER, "learner.standardise is " + label(standardise)
          + " with learner.weights one; expected never, because equal weights would all become 0");
    }
    if (weights == Weighting.V_TRACE) {
      require(objective == ObjectiveKind.SCORE_FUNCTION, "learner.objective is " + label(objective)
          + " with learner.weights v-trace; expected score-function, because the weights hold the ratios already");
    }
    if (objective == ObjectiveKind.DECISION_IMPORTANCE) {
      require(weights == Weighting.REWARD_TO_GO, "learner.weights is " + label(weights) + with + "; expected reward-to-go: each reward has its own ratio");
      require(standardise == Standardisation.NEVER, "learner.standardise is " + label(standardise) + with
          + "; expected never, because the weights are made of rewards");
    }
    require(truncation == 0 || objective.truncates(), "learner.truncation is " + truncation + with + "; expected 0, because it has no importance weight "
        + "to truncate");
  }

  static void require(
      StepKind step, ObjectiveKind objective, double truncation, int epochs, int minibatches, Baseline baseline, LearnerSettings.Critic critic) {
    if (step == StepKind.FIRST_ORDER) {
      return;
    }
    String with = " with learner.step " + label(step);
    require(epochs == 1, "learner.epochs is " + epochs + with + "; expected 1, because the policy makes one step (the critic's are learner.critic.epochs)");
    require(minibatches == 1, "learner.minibatches is " + minibatches + with
        + "; expected 1, because the step is on the whole batch (the critic's are learner.critic.minibatches)");
    require(baseline != Baseline.VALUE || critic.epochs() > 0, "learner.critic.epochs is 0" + with
        + "; expected 1 or more, because there are no minibatches to move the critic beside");
    if (step == StepKind.TRUST_REGION) {
      require(objective.hasValue() && truncation == 0, "learner.objective is " + label(objective) + (truncation == 0 ? "" : ", truncated,") + with
          + "; expected step-importance, clipped-surrogate or kl-penalty without truncation, because a line search compares their values");
    }
  }

  /// The word for a choice in settings.
  static String label(Enum<?> choice) {
    return choice.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static void require(boolean fulfilled, String message) {
    if (!fulfilled) {
      throw new IllegalArgumentException(message);
    }
  }
}
