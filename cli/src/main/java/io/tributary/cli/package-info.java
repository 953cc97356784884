// SPDX-License-Identifier: Apache-2.0
/// The `tributary` command: how it starts, fails, stops, and finds its subcommands.
package io.tributary.cli;
