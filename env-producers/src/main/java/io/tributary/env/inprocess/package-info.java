// SPDX-License-Identifier: Apache-2.0
/// What the pipeline computes, without the pipeline: rollouts, targets and updates in turn on one thread.
package io.tributary.env.inprocess;
