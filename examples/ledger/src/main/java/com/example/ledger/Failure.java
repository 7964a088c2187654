// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

/** The example did not show what it promises. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }
}
