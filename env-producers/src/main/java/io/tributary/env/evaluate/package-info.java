// SPDX-License-Identifier: Apache-2.0
/// How good a policy is: fresh episodes, played locally, and what a handful of numbers can say.
package io.tributary.env.evaluate;
