// SPDX-License-Identifier: Apache-2.0
/// Where a working directory keeps its runs, and which Kafka its commands talk to.
package io.tributary.cli.home;
