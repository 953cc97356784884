// SPDX-License-Identifier: Apache-2.0
/// Running statistics that merge: what observations are scaled by and what the critic's unit is.
package io.tributary.rl.normalise;
