// SPDX-License-Identifier: Apache-2.0
/// Micro-benchmarks: each inner loop alone, beside the processor's own limit.
package io.tributary.benchmarks;
