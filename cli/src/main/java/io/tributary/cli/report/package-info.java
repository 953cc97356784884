// SPDX-License-Identifier: Apache-2.0
/// What a run amounts to: counts from their own topics, the summary, the learning curve.
package io.tributary.cli.report;
