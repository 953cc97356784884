// SPDX-License-Identifier: Apache-2.0
/// Linear policies by weighted examples: their gradients from Tribuo's primitives, and training with Tribuo's own trainers. All in `double`.
package io.tributary.tribuo.policy;
