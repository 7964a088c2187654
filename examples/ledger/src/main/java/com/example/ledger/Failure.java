// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

/** A promise of the example was not kept. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }
}
