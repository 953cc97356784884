// SPDX-License-Identifier: Apache-2.0
/// How good a policy is: fresh episodes, played locally.
package io.tributary.env.evaluate;
