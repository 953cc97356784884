// SPDX-License-Identifier: Apache-2.0
/// How the parts reach a run: the connection, creating and opening it, reading its topics, and what a long-running part is.
package io.tributary.runs;
