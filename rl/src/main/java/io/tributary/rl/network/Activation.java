// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The nonlinearity between the layers of an [Mlp], each with a slope that its output tells.
public enum Activation {
  /// tanh x; slope 1 − y².
  TANH,
  /// max(x, 0); slope 1 where y > 0, else 0.
  RELU,
  /// 1/(1 + e⁻ˣ); slope y·(1 − y).
  SIGMOID,
  /// x where positive, else eˣ − 1; slope 1 where y > 0, else y + 1.
  ELU,
  /// x where positive, else x/100; slope 1 where y > 0, else 1/100.
  LEAKY_RELU;

  /// The one that settings call so: `tanh`, `leaky-relu`, ...; empty if there is none.
  public static Optional<Activation> named(String name) {
    return Arrays.stream(values()).filter(activation -> activation.label().equals(name)).findFirst();
  }

  /// What settings and the wire call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// All labels, for messages.
  public static String labels() {
    return Arrays.stream(values()).map(Activation::label).collect(Collectors.joining(", "));
  }
}
