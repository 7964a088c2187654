// SPDX-License-Identifier: Apache-2.0
/**
 * A ledger that loses nothing: a teller sends numbered entries, the ledger writes them to a journal and sends receipts.
 *
 * <p>{@code Entry}, {@code Receipt} and {@code LedgerProtocol} are the protocol; {@code Teller} and {@code Ledger} are
 * the two sides, without clocks or threads of their own, so that they also run in a simulator; {@code TellerMain} and
 * {@code LedgerMain} are the processes; {@code LedgerExample} starts them, injects failures and checks the journal.
 */
package com.example.ledger;
