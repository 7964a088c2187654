// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import java.time.Duration;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.MessageRegistry;

/** Definitions shared by both sides. */
final class LedgerProtocol {
    /** Ceph's message types are below 0x1000; numbers from 0x8000 on are free for other uses. */
    static final MessageRegistry TYPES = MessageRegistry.builder()
            .add(Entry.TYPE, "Entry", 1, (header, front, data) -> Entry.decode(front))
            .add(Receipt.TYPE, "Receipt", 1, (header, front, data) -> Receipt.decode(front))
            .build();

    /** Names use Ceph's entity types. A service may be an osd, and its users clients. */
    static final EntityName LEDGER = EntityName.osd(0);

    static final EntityName TELLER = EntityName.client(1);

    private LedgerProtocol() {}

    static MessengerConfig.Builder config(String role, EntityName name) {
        return MessengerConfig.builder(role, name, TYPES)
                .authClient(AuthNone.client(new AuthEntityName(name.type(), Long.toString(name.num())), () -> 1))
                .authServer(AuthNone.server())
                // The ledger restarts within a second; a teller should notice soon.
                .backoff(Duration.ofMillis(50), Duration.ofMillis(500));
    }
}
