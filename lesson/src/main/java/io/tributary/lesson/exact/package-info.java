// SPDX-License-Identifier: Apache-2.0
/// Problems so small that every trajectory can be written down, and what is true of them: J(θ), ∇J(θ), and the expectation of any estimator over every
/// batch there can be. Everything is in double and follows the definitions; nothing here is fast.
package io.tributary.lesson.exact;
