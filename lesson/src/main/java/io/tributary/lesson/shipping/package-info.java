// SPDX-License-Identifier: Apache-2.0
/// Enumerable problems through the code that ships: the same batches as trajectories in float, the same policy as a linear network, and
/// {@link io.tributary.rl.learning.PolicyGradient#gradient} in the place of the definition.
package io.tributary.lesson.shipping;
