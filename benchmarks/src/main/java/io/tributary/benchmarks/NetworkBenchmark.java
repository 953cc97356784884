// SPDX-License-Identifier: Apache-2.0
package io.tributary.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.tributary.rl.distribution.Distribution;
import io.tributary.rl.kernel.Kernels;
import io.tributary.rl.network.Activation;
import io.tributary.rl.network.Activations;
import io.tributary.rl.network.Mlp;
import io.tributary.rl.network.Network;

/// CartPole's policy network, 4 → 64 → 64 → 2 with tanh, and what is asked of its outputs.
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NetworkBenchmark {
  /// Multiply-adds of a row: each weight once; backwards each once for its gradient, and those behind the first layer once more for their inputs' gradient.
  static final long FORWARD = 4 * 64 + 64 * 64 + 64 * 2;
  static final long BACKWARD = FORWARD + 64 * 64 + 64 * 2;

  @Param({"64", "512"})
  public int rows;

  private final Network network = new Mlp(Kernels.best(), 4, List.of(64, 64), 2, Activation.TANH, Mlp.POLICY_HEAD_GAIN);
  private final Distribution distribution = Distribution.categorical(2);
  private Activations activations;
  private float[] theta;
  private float[] gradient;
  private float[] inputs;
  private float[] outputGradient;
  private float[] weights;
  private float[] logProbabilities;
  private float[] summaries;
  private int[] actions;
  private long[] keys;

  @Setup
  public void prepare() {
    activations = network.activations(rows);
    theta = new float[network.parameterCount()];
    network.initialise(theta, 0, 1);
    gradient = new float[theta.length];
    inputs = Matrices.uniform(rows * 4, 2);
    outputGradient = Matrices.uniform(rows * 2, 3);
    weights = Matrices.uniform(rows, 4);
    logProbabilities = new float[rows];
    summaries = new float[rows * distribution.summarySize()];
    actions = new int[rows];
    keys = new long[rows];
    for (int i = 0; i < rows; i++) {
      keys[i] = i;
      actions[i] = i % 2;
    }
    network.forward(theta, 0, inputs, rows, activations);
    distribution.summarise(activations.outputs(), null, rows, summaries);
  }

  @Benchmark
  public Activations forward() {
    network.forward(theta, 0, inputs, rows, activations);
    return activations;
  }

  @Benchmark
  public float[] backward() {
    network.backward(theta, 0, inputs, rows, activations, outputGradient, gradient, 0);
    return gradient;
  }

  @Benchmark
  public int[] sample() {
    distribution.sample(activations.outputs(), theta, 0, null, rows, keys, actions, null);
    return actions;
  }

  @Benchmark
  public float[] logProbabilities() {
    distribution.logProbabilities(activations.outputs(), theta, 0, null, summaries, actions, null, rows, logProbabilities);
    return logProbabilities;
  }

  /// Normalisers and entropies, on which log-probabilities and gradients rest.
  @Benchmark
  public float[] summarise() {
    distribution.summarise(activations.outputs(), null, rows, summaries);
    return summaries;
  }

  /// Of log-probabilities and entropies, as PPO has it.
  @Benchmark
  public float[] distributionGradient() {
    distribution.addGradient(activations.outputs(), theta, 0, null, summaries, actions, null, rows, weights, weights, outputGradient, gradient, 0);
    return outputGradient;
  }
}
