// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

/// What multiplies ∇log π.
public enum Weighting {
  /// GAE(λ) (arXiv 1506.02438).
  GAE
}
