// SPDX-License-Identifier: Apache-2.0
/// Dense float arithmetic: one [io.tributary.rl.kernel.Kernel] contract, a vector and a scalar form with identical bits.
package io.tributary.rl.kernel;
