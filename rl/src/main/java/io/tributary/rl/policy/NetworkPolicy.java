// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import java.util.Arrays;
import java.util.OptionalDouble;

import io.tributary.rl.distribution.Distribution;
import io.tributary.rl.network.Activations;
import io.tributary.rl.network.Network;

/// A memoryless policy: a network whose outputs, with a few state-independent parameters, describe a distribution.
public final class NetworkPolicy implements Policy {
  private final PolicyArchitecture architecture;
  private final Network network;
  private final Distribution distribution;
  private final int freeOffset;

  public NetworkPolicy(PolicyArchitecture architecture) {
    this.architecture = architecture;
    network = architecture.policyNetwork();
    distribution = architecture.distribution();
    freeOffset = architecture.freeOffset();
  }

  @Override
  public Unit unit() {
    return Unit.ROW;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int parameterCount() {
    return architecture.criticOffset();
  }

  @Override
  public void initialise(float[] theta, long randomKey) {
    architecture.initialisePolicy(theta, randomKey);
  }

  @Override
  public OptionalDouble logStdMean(float[] theta) {
    if (distribution.isDiscrete()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    int from = architecture.logStdOffset();
    int to = architecture.criticOffset();
    for (int i = from; i < to; i++) {
      sum += theta[i];
    }
    return OptionalDouble.of(sum / (to - from));
  }

  @Override
  public Evaluation evaluation(int maxRows) {
    return new NetworkEvaluation(maxRows);
  }

  private final class NetworkEvaluation implements Evaluation {
    private final Activations activations;
    private final float[] outputGradient;
    private final float[] outputTangent;
    private final float[] summaries;
    private float[] theta;
    private Rows rows;

    NetworkEvaluation(int maxRows) {
      activations = network.activations(maxRows);
      outputGradient = new float[maxRows * distribution.parameters()];
      outputTangent = new float[maxRows * distribution.parameters()];
      summaries = new float[maxRows * distribution.summarySize()];
    }

    @Override
    public void evaluate(float[] theta, Rows rows) {
      this.theta = theta;
      this.rows = rows;
      network.forward(theta, 0, rows.observations(), rows.count(), activations);
      distribution.summarise(activations.outputs(), rows.masks(), rows.count(), summaries);
    }

    @Override
    public void logProbabilities(float[] out) {
      distribution.logProbabilities(activations.outputs(), theta, freeOffset, rows.masks(), summaries, rows.discreteActions(), rows.continuousActions(),
          rows.count(), out);
    }

    @Override
    public void entropies(float[] out) {
      distribution.entropies(activations.outputs(), theta, freeOffset, rows.masks(), summaries, rows.count(), out);
    }

    @Override
    public void divergencesFrom(Evaluation first, float[] out) {
      NetworkEvaluation from = (NetworkEvaluation) first;
      distribution.klFromTo(from.activations.outputs(), from.theta, freeOffset, activations.outputs(), theta, freeOffset, rows.masks(), rows.count(), out);
    }

    @Override
    public void addGradient(float[] logProbabilityWeights, float[] entropyWeights, float[] gradient) {
      clearOutputGradient();
      distribution.addGradient(activations.outputs(), theta, freeOffset, rows.masks(), summaries, rows.discreteActions(), rows.continuousActions(),
          rows.count(), logProbabilityWeights, entropyWeights, outputGradient, gradient, freeOffset);
      backward(gradient);
    }

    @Override
    public void addDivergenceGradient(Evaluation first, float[] weights, float[] gradient) {
      NetworkEvaluation from = (NetworkEvaluation) first;
      clearOutputGradient();
      distribution.addKlGradient(from.activations.outputs(), from.theta, freeOffset, activations.outputs(), theta, freeOffset, rows.masks(), rows.count(),
          weights, outputGradient, gradient, freeOffset);
      backward(gradient);
    }

    @Override
    public void addFisherProduct(float[] weights, float[] direction, float[] product) {
      clearOutputGradient();
      network.tangent(theta, 0, rows.observations(), rows.count(), activations, direction, 0, outputTangent);
      distribution.addFisherProduct(activations.outputs(), theta, freeOffset, rows.masks(), rows.count(), weights, outputTangent, direction, freeOffset,
          outputGradient, product, freeOffset);
      backward(product);
    }

    private void clearOutputGradient() {
      Arrays.fill(outputGradient, 0, rows.count() * distribution.parameters(), 0);
    }

    private void backward(float[] gradient) {
      network.backward(theta, 0, rows.observations(), rows.count(), activations, outputGradient, gradient, 0);
    }
  }
}
