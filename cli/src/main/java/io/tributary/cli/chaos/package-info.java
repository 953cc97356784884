// SPDX-License-Identifier: Apache-2.0
/// Kill −9 of every part of a real run at seeded random moments, and afterwards the proof that nothing was lost or done twice.
package io.tributary.cli.chaos;
