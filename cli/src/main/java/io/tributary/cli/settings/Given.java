// SPDX-License-Identifier: Apache-2.0
package io.tributary.cli.settings;

import java.util.Objects;

/// A setting as somebody gave it.
///
/// @param value as it was written
/// @param origin where it was written, for messages: `presets/cartpole.yaml`, `--set`, `environment variable TRIBUTARY_SEED`
public record Given(String value, String origin) {
  public Given {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(origin, "origin");
  }
}
