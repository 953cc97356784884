// SPDX-License-Identifier: Apache-2.0
/// The commands, one class each, and the options they share.
package io.tributary.cli.command;
