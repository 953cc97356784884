// SPDX-License-Identifier: Apache-2.0
/// Playing many environments at once with one policy, and turning what happened into records of the steps topic.
package io.tributary.env.rollout;
