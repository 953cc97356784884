// SPDX-License-Identifier: Apache-2.0
/// One algorithm with three choices: weights on ∇log π, an objective, a step. The named algorithms are rows of settings.
package io.tributary.rl.learning;
