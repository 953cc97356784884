// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tributary.rl.kernel.Kernel;
import io.tributary.rl.random.CounterRandom;

/// A multi-layer perceptron: dense layers with an [Activation] between them and a linear head. Without hidden layers it is a linear function.
///
/// A row of the outputs is the head's; a network made to show its *features* appends what the head reads, differentiable like the rest: the last hidden
/// layer's activated values, or the inputs where there is none.
///
/// Parameters: `weights0` (inputs × width), `bias0`, `weights1`, ..., then `headWeights`, `headBias`.
public final class Mlp implements Network {
  /// The head gain of a policy: actions start almost uniform, or with means almost 0.
  public static final float POLICY_HEAD_GAIN = 0.01f;

  /// The head gain of a value function.
  public static final float VALUE_HEAD_GAIN = 1f;

  private static final double HIDDEN_GAIN = Math.sqrt(2);

  private final Kernel kernel;
  private final Activation activation;
  private final float headGain;
  private final Dense[] layers;
  private final Dense head;
  private final int features;
  private final ParameterLayout layout;

  /// @param hidden widths of the hidden layers; may be empty
  /// @param headGain the gain of the head's orthogonal initialisation; hidden layers have √2
  public Mlp(Kernel kernel, int inputs, List<Integer> hidden, int outputs, Activation activation, float headGain) {
    this(kernel, inputs, hidden, outputs, activation, headGain, false);
  }

  /// @param featured whether the outputs include the features
  Mlp(Kernel kernel, int inputs, List<Integer> hidden, int outputs, Activation activation, float headGain, boolean featured) {
    if (inputs < 1 || outputs < 1 || hidden.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException("network is " + inputs + " -> " + hidden + " -> " + outputs + "; expected sizes of at least 1");
    }
    this.kernel = kernel;
    this.activation = activation;
    this.headGain = headGain;
    this.layers = new Dense[hidden.size() + 1];
    List<ParameterLayout.Range> ranges = new ArrayList<>();
    int offset = 0;
    for (int l = 0; l < layers.length; l++) {
      boolean last = l == hidden.size();
      int from = l == 0 ? inputs : hidden.get(l - 1);
      int to = last ? outputs : hidden.get(l);
      layers[l] = new Dense(kernel, l == 0, from, to, offset);
      ranges.add(new ParameterLayout.Range(last ? "headWeights" : "weights" + l, offset, from, to));
      ranges.add(new ParameterLayout.Range(last ? "headBias" : "bias" + l, layers[l].biasOffset(), 1, to));
      offset = ranges.getLast().end();
    }
    this.head = layers[layers.length - 1];
    this.features = featured ? head.inputs() : 0;
    this.layout = new ParameterLayout(ranges);
  }

  @Override
  public int inputs() {
    return layers[0].inputs();
  }

  @Override
  public int outputs() {
    return head.outputs() + features;
  }

  /// Columns of the outputs that are features, the last ones.
  int features() {
    return features;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  /// Orthogonal weights, biases 0.
  @Override
  public void initialise(float[] theta, int offset, long randomKey) {
    for (int l = 0; l < layers.length; l++) {
      Dense layer = layers[l];
      double gain = l == layers.length - 1 ? headGain : HIDDEN_GAIN;
      Orthogonal.write(theta, offset + layer.weightsOffset(), layer.inputs(), layer.outputs(), gain, CounterRandom.key(randomKey, l));
      for (int j = 0; j < layer.outputs(); j++) {
        theta[offset + layer.biasOffset() + j] = 0f;
      }
    }
  }

  @Override
  public Activations activations(int maxRows) {
    return new MlpActivations(this, layers, maxRows);
  }

  @Override
  public void forward(float[] theta, int offset, float[] inputs, int rows, Activations activations) {
    MlpActivations a = own(activations, rows);
    boolean narrow = head.outputs() <= NarrowProduct.WIDEST;
    for (int l = 0; l < layers.length - (narrow ? 1 : 0); l++) {
      a.layers[l].pack(theta, offset);
    }
    for (int from = 0; from < rows; from += MlpActivations.BLOCK) {
      int count = Math.min(MlpActivations.BLOCK, rows - from);
      float[] x = inputs;
      for (int l = 0; l < layers.length - 1; l++) {
        int width = layers[l].outputStride();
        a.layers[l].forward(theta, offset, x, from * layers[l].inputStride(), a.hidden[l], from * width, count);
        activate(a.hidden[l], from * width, (from + count) * width);
        x = a.hidden[l];
      }
      if (narrow) {
        NarrowProduct.multiply(
            x, from * head.inputStride(), head.inputStride(), theta, offset + head.weightsOffset(), offset + head.biasOffset(), a.outputs(),
            from * outputs(), outputs(), count, head.inputs(), head.outputs());
      } else {
        a.layers[layers.length - 1].forward(theta, offset, x, from * head.inputStride(), a.head, 0, count);
        dropPadding(a.head, a.outputs(), from, count);
      }
      copyFeatures(x, from * head.inputStride(), a.outputs(), from, count);
    }
  }

  @Override
  public void backward(
      float[] theta, int offset, float[] inputs, int rows, Activations activations, float[] outputGradient, float[] gradient, int gradientOffset) {
    MlpActivations a = own(activations, rows);
    for (int l = 0; l < layers.length; l++) {
      a.layers[l].beginGradient(gradient, gradientOffset);
      if (l > 0) {
        a.layers[l].packTransposed(theta, offset);
      }
    }
    int last = layers.length - 1;
    for (int from = 0; from < rows; from += MlpActivations.BLOCK) {
      int count = Math.min(MlpActivations.BLOCK, rows - from);
      addPadding(outputGradient, from, count, a.scratch[last]);
      for (int l = last; l >= 0; l--) {
        float[] x = l == 0 ? inputs : a.hidden[l - 1];
        int stride = layers[l].inputStride();
        a.layers[l].addGradient(x, from * stride, a.scratch[l], 0, count, gradient, gradientOffset);
        if (l > 0) {
          a.layers[l].inputGradient(a.scratch[l], 0, layers[l].outputStride(), a.scratch[l - 1], count);
          if (l == last) {
            addFeatures(outputGradient, from, count, a.scratch[l - 1]);
          }
          throughActivation(a.scratch[l - 1], a.hidden[l - 1], from * stride, count * stride);
        }
      }
    }
    for (Dense.Memory layer : a.layers) {
      layer.endGradient(gradient, gradientOffset);
    }
  }

  @Override
  public void tangent(
      float[] theta, int offset, float[] inputs, int rows, Activations activations, float[] direction, int directionOffset, float[] outputTangent) {
    MlpActivations a = own(activations, rows);
    for (int l = 0; l < layers.length; l++) {
      a.layers[l].pack(theta, offset);
      a.layers[l].packTangent(direction, directionOffset);
    }
    int last = layers.length - 1;
    for (int from = 0; from < rows; from += MlpActivations.BLOCK) {
      int count = Math.min(MlpActivations.BLOCK, rows - from);
      for (int l = 0; l <= last; l++) {
        float[] x = l == 0 ? inputs : a.hidden[l - 1];
        float[] dx = l == 0 ? null : a.scratch[l - 1];
        a.layers[l].tangent(theta, offset, direction, directionOffset, x, from * layers[l].inputStride(), dx, a.scratch[l], count);
        if (l < last) {
          int width = layers[l].outputStride();
          throughActivation(a.scratch[l], a.hidden[l], from * width, count * width);
        }
      }
      dropPadding(a.scratch[last], outputTangent, from, count);
      copyFeatures(last == 0 ? null : a.scratch[last - 1], 0, outputTangent, from, count);
    }
  }

  private void activate(float[] x, int from, int to) {
    switch (activation) {
      case TANH -> kernel.tanh(x, from, to);
      case RELU -> kernel.relu(x, from, to);
      case SIGMOID -> kernel.sigmoid(x, from, to);
      case ELU -> kernel.elu(x, from, to);
      case LEAKY_RELU -> kernel.leakyRelu(x, from, to);
    }
  }

  private void throughActivation(float[] derivative, float[] activated, int activatedOffset, int count) {
    switch (activation) {
      case TANH -> kernel.tanhGradient(derivative, 0, activated, activatedOffset, count);
      case RELU -> kernel.reluGradient(derivative, 0, activated, activatedOffset, count);
      case SIGMOID -> kernel.sigmoidGradient(derivative, 0, activated, activatedOffset, count);
      case ELU -> kernel.eluGradient(derivative, 0, activated, activatedOffset, count);
      case LEAKY_RELU -> kernel.leakyReluGradient(derivative, 0, activated, activatedOffset, count);
    }
  }

  private void dropPadding(float[] padded, float[] target, int from, int count) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(padded, i * head.outputStride(), target, (from + i) * outputs(), head.outputs());
    }
  }

  private void addPadding(float[] compact, int from, int count, float[] padded) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(compact, (from + i) * outputs(), padded, i * head.outputStride(), head.outputs());
    }
  }

  /// @param x what the head reads, or null for zeros
  private void copyFeatures(float[] x, int xOffset, float[] target, int from, int count) {
    for (int i = 0; i < count && features > 0; i++) {
      int at = (from + i) * outputs() + head.outputs();
      if (x == null) {
        Arrays.fill(target, at, at + features, 0f);
      } else {
        System.arraycopy(x, xOffset + i * head.inputStride(), target, at, features);
      }
    }
  }

  /// What the caller asks of the features comes on top of what the head asks of them.
  private void addFeatures(float[] outputGradient, int from, int count, float[] gradient) {
    for (int i = 0; i < count; i++) {
      for (int j = 0, at = (from + i) * outputs() + head.outputs(); j < features; j++) {
        gradient[i * head.inputStride() + j] += outputGradient[at + j];
      }
    }
  }

  private MlpActivations own(Activations activations, int rows) {
    if (!(activations instanceof MlpActivations own) || own.owner != this) {
      throw new IllegalArgumentException("the activations were not made by this network");
    }
    if (rows < 0 || rows > own.maxRows()) {
      throw new IllegalArgumentException("rows is " + rows + "; expected 0 to " + own.maxRows());
    }
    return own;
  }
}
