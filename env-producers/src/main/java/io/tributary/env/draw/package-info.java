// SPDX-License-Identifier: Apache-2.0
/// Pictures of environments that a terminal can show.
package io.tributary.env.draw;
