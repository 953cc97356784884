// SPDX-License-Identifier: Apache-2.0
/// Differentiable functions over a flat parameter vector: forward, backward (Jᵀu) and tangent (J·v).
package io.tributary.rl.network;
