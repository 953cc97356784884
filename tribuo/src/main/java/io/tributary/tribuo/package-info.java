// SPDX-License-Identifier: Apache-2.0
/// Tribuo 4.3.2 behind rl's interfaces: what a library of supervised learning is good at, and nothing in the inner loop.
///
/// **Used for**
/// - *Baselines* ({@link io.tributary.tribuo.baseline}): any Tribuo regression trainer, chosen by settings, fitted on rows of earlier batches, is b(s).
///   Any function of the state that was fixed before the batch leaves the policy gradient unbiased, so trees and forests are as good as networks.
/// - *Weighted examples* ({@link io.tributary.tribuo.policy}): a policy gradient is supervised learning on (state, action) examples with weights.
///   With weights 1 that is cloning, with signed advantages it is the policy gradient: shown with Tribuo's own trainers, exactly.
/// - *An oracle*: the same gradients from Tribuo's linear parameters and objectives, which share no line with ours, check ours.
///
/// **Not used for**
/// - The neural inner loop. Tribuo's dense kernels are 30 to 60 times slower than ours, work in `double` on one example at a time, and its optimisers
///   keep their state to themselves, so a trainer could not be restored.
/// - Its Adam: 4.0.0 to 4.3.2 multiply the step by √v instead of dividing, so a gradient 1000 times larger moves 10⁶ times further. It is refused by name.
/// - Its minibatches above 1 where weights matter: they multiply the *unweighted* sum of gradients by the *mean* weight. With standardised
///   advantages, whose mean is 0, nothing would be learned, silently.
/// - Its model files: they hold time stamps and name classes to be created when they are read. Checkpoints carry the rows a baseline was fitted on
///   instead; training again from the same rows and key gives the same bits.
package io.tributary.tribuo;
