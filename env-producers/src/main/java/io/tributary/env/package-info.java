// SPDX-License-Identifier: Apache-2.0
/// What an environment is, which ones there are, and the producer that plays them and publishes what happened.
package io.tributary.env;
