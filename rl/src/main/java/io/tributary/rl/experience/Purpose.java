// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.experience;

/// What a step was taken for; evaluation steps are counted and reported but never learned from.
public enum Purpose {
  TRAIN,
  EVALUATE
}
