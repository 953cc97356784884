// SPDX-License-Identifier: Apache-2.0
/// Small tasks of classic control, equal to their well-known definitions number for number.
package io.tributary.env.classic;
