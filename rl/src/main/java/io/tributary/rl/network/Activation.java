// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

/// The nonlinearity between the layers of an [Mlp].
public enum Activation {
  TANH,
  RELU
}
