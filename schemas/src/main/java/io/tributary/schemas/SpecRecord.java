// SPDX-License-Identifier: Apache-2.0
package io.tributary.schemas;

/// One record of the spec topic: the run's {@link RunSpec} first, then numbered {@link SettingsRevision}s. Their schemas tell them apart.
///
/// Creators may race: the *first* `RunSpec` of the topic wins, later ones are ignored.
public sealed interface SpecRecord permits RunSpec, SettingsRevision {}
