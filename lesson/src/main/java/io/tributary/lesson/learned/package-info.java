// SPDX-License-Identifier: Apache-2.0
/// Learning itself as an experiment: the shipping loop on one thread, seed after seed, and intervals of what the seeds found.
package io.tributary.lesson.learned;
