// SPDX-License-Identifier: Apache-2.0
/// Measuring: the same task through Kafka and without it, and where the processor's time goes.
package io.tributary.cli.bench;
