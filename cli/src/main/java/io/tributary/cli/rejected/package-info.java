// SPDX-License-Identifier: Apache-2.0
/// What a run did not learn from: listed, explained, and submitted again once what was wrong is mended.
///
/// Read {@link io.tributary.cli.rejected.Listing} for the list and {@link io.tributary.cli.rejected.Resubmission} for the second chance.
package io.tributary.cli.rejected;
