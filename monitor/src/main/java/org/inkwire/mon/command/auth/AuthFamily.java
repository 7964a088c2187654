// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.auth;

import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.service.AuthDatabase;

/** {@code ceph auth …}. */
public final class AuthFamily {
    private AuthFamily() {}

    public static void addTo(CommandTable table, AuthDatabase auth) {
        new AuthCommands(auth).addTo(table);
        new AuthChangeCommands(auth).addTo(table);
    }
}
