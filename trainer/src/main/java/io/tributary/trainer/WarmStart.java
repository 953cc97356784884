// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import io.tributary.rl.learning.Agent;
import io.tributary.rl.normalise.Moments;
import io.tributary.rl.policy.PolicyState;
import io.tributary.runs.OtherPolicy;
import io.tributary.runs.Run;
import io.tributary.runs.RunException;

/// Version 0 of a run that begins with another run's policy.
///
/// Parameters, observation normaliser and return scale are that policy's, the last only where it came with a critic: a scale that no critic was fitted
/// in is of returns nobody predicts, and without it the first batch fills a new one. The optimiser remembers nothing and no step is trained. It is
/// committed with its checkpoint like any version 0, so that nothing later depends on the other run.
public final class WarmStart {
  private static final String BASELINE = "learner.baseline";
  private static final String CRITIC = "value";

  private WarmStart() {}

  /// `fresh`, or the same with the policy that the run's spec names.
  ///
  /// @throws RunException where that policy is not there or does not fit the run
  public static Agent of(Run run, Agent fresh) {
    if (run.initial().isEmpty()) {
      return fresh;
    }
    OtherPolicy other = OtherPolicy.read(run, Run.INITIAL, run.initial()).requireArchitecture(run.spec().architecture());
    PolicyState policy = other.snapshot().policy();
    int expected = fresh.policy().parameters().length;
    if (policy.parameters().length != expected) {
      throw new RunException("run " + run.name() + ": " + Run.INITIAL + " is '" + other.name() + "', which has " + policy.parameters().length
          + " parameters; expected " + expected + "; the trainer does not start");
    }
    if (!CRITIC.equals(other.origin().spec().settings().getOrDefault(BASELINE, CRITIC))) {
      policy = new PolicyState(policy.parameters(), policy.observations(), Moments.empty(1));
    }
    return new Agent(fresh.version(), policy, fresh.optimiser(), fresh.stepsTrained(), fresh.baseline());
  }
}
