// SPDX-License-Identifier: Apache-2.0
/// Proves on a run's topics that nothing was lost, nothing was taken twice, and every version names its data.
///
/// It knows the wire format and nothing of the parts that write it: a mistake of theirs cannot hide itself here. Read
/// {@link io.tributary.audit.Audit} for the order in which topics are read and why, {@link io.tributary.audit.StepLaw} and
/// {@link io.tributary.audit.VersionLaw} for what must hold.
package io.tributary.audit;
