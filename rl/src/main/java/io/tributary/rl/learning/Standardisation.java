// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// Over what advantages are brought to mean 0 and standard deviation 1.
public enum Standardisation {
  PER_MINIBATCH,
  PER_BATCH,
  NEVER
}
