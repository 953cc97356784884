// SPDX-License-Identifier: Apache-2.0
/// Pictures of figures that need nothing else to be looked at: text for a terminal, SVG for a file.
package io.tributary.lesson.picture;
