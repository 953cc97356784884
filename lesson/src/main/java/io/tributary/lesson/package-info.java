// SPDX-License-Identifier: Apache-2.0
/// The lesson: what is said about policy gradients, each sentence as an experiment that shows the figures it rests on.
///
/// A {@link io.tributary.lesson.Claim} has options that change its problem and one ingredient that can be left out, upon which it visibly fails.
/// {@link io.tributary.lesson.Lessons} lists them; the command prints them; a test runs every one of them small; `docs/lesson/` has a page for each.
package io.tributary.lesson;
