// SPDX-License-Identifier: Apache-2.0
/// The claims, one class each.
package io.tributary.lesson.claim;
