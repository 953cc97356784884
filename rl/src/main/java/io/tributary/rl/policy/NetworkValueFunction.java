// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.policy;

import io.tributary.rl.network.Activations;
import io.tributary.rl.network.Network;
import io.tributary.rl.network.ParameterLayout;
import io.tributary.rl.normalise.ReturnScale;

/// A value function of its own network, which shares nothing with the policy's.
public final class NetworkValueFunction implements ValueFunction {
  private final PolicyArchitecture architecture;
  private final Network network;
  private final int offset;

  public NetworkValueFunction(PolicyArchitecture architecture) {
    this.architecture = architecture;
    network = architecture.criticNetwork();
    offset = architecture.criticOffset();
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int parameterCount() {
    return network.parameterCount();
  }

  @Override
  public void initialise(float[] theta, long randomKey) {
    architecture.initialiseCritic(theta, randomKey);
  }

  @Override
  public void rescale(float[] theta, ReturnScale from, ReturnScale to) {
    ParameterLayout.Range weights = network.layout().range("headWeights");
    ParameterLayout.Range bias = network.layout().range("headBias");
    from.rescale(to, theta, offset + weights.offset(), weights.count(), offset + bias.offset());
  }

  @Override
  public Evaluation evaluation(int maxRows) {
    Activations activations = network.activations(maxRows);
    return new NetworkEvaluation(activations);
  }

  private final class NetworkEvaluation implements Evaluation {
    private final Activations activations;
    private float[] theta;
    private Rows rows;

    NetworkEvaluation(Activations activations) {
      this.activations = activations;
    }

    @Override
    public void evaluate(float[] theta, Rows rows) {
      this.theta = theta;
      this.rows = rows;
      network.forward(theta, offset, rows.observations(), rows.count(), activations);
    }

    @Override
    public float[] predictions() {
      return activations.outputs();
    }

    @Override
    public void addGradient(float[] weights, float[] gradient) {
      network.backward(theta, offset, rows.observations(), rows.count(), activations, weights, gradient, offset);
    }
  }
}
