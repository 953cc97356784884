// SPDX-License-Identifier: Apache-2.0
/// The producer of a run: follows the newest policy, acts with it inside its window, and publishes what happened.
package io.tributary.env.publish;
