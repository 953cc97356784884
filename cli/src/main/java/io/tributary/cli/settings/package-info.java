// SPDX-License-Identifier: Apache-2.0
/// Settings: from presets, environment variables and options to validated records, and back to dotted names.
package io.tributary.cli.settings;
