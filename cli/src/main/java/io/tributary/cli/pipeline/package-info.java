// SPDX-License-Identifier: Apache-2.0
/// The whole loop in one process: starting its parts side by side, watching what they do, draining them.
package io.tributary.cli.pipeline;
