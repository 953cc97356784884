// SPDX-License-Identifier: Apache-2.0

/// The `tributary` command: every part of the pipeline from one launcher.
package io.tributary.cli;
