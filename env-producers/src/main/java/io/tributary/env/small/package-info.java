// SPDX-License-Identifier: Apache-2.0
/// Little problems whose exact values are known, to hold a learner against; each says its optimum, and its test computes that another way.
package io.tributary.env.small;
