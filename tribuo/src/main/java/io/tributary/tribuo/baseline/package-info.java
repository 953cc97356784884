// SPDX-License-Identifier: Apache-2.0
/// Regressions on earlier batches as baseline b(s): settings, the configured trainer, the window of rows, the fitted regression.
package io.tributary.tribuo.baseline;
