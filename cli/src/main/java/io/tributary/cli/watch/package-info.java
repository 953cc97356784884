// SPDX-License-Identifier: Apache-2.0
/// Watching a policy play, in the terminal.
package io.tributary.cli.watch;
