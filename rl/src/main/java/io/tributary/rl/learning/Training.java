// SPDX-License-Identifier: Apache-2.0
package io.tributary.rl.learning;

import io.tributary.rl.policy.Rows;

/// One update in the making: what a step reads and what it moves.
///
/// @param batch what is learned from
/// @param states the batch's observations, standardised by the parent's statistics
/// @param policy the policy's problem
/// @param critic the critic's problem
/// @param optimiser with the parent's memory, moved along
/// @param theta the child's parameters, moved along
/// @param gradient scratch of the same length
/// @param rows memory for the policy's largest selection, and the critic's where they have one in common
/// @param criticRows memory for the critic's largest selection
/// @param learningRate of this update
/// @param randomKey of this version's shuffles
/// @param estimate works out advantages and value targets afresh from `theta`
/// @param figures of this update, filled
record Training(
    Batch batch,
    float[] states,
    PolicyProblem policy,
    CriticProblem critic,
    Optimiser optimiser,
    float[] theta,
    float[] gradient,
    Rows rows,
    Rows criticRows,
    double learningRate,
    long randomKey,
    Runnable estimate,
    Figures figures) {}
