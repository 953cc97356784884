// SPDX-License-Identifier: Apache-2.0
/// Experience, mathematics and policies, free of any dependency: no Avro, Kafka, clock, thread, input/output or global random.
package io.tributary.rl;
