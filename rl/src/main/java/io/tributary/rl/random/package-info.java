// SPDX-License-Identifier: Apache-2.0
/// Random numbers as pure functions of named coordinates: no generator has a state that could be lost or shared.
package io.tributary.rl.random;
