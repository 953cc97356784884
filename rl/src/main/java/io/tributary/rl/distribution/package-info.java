// SPDX-License-Identifier: Apache-2.0
/// Action distributions over a batch of rows: log-probability, entropy, KL, Fisher product, their gradients, sample and mode.
package io.tributary.rl.distribution;
