// SPDX-License-Identifier: Apache-2.0
/// What acts and is learned: a policy is parameters and normaliser together.
package io.tributary.rl.policy;
