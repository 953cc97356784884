// SPDX-License-Identifier: Apache-2.0
/// Looking into a run: records of any topic as text or JSON lines, also those that are broken.
package io.tributary.cli.look;
