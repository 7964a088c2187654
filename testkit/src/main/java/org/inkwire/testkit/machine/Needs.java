// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.machine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Skips the running test where the machine lacks what it needs, and says so on standard error. */
public final class Needs {
    private Needs() {}

    /** @param lack what is missing, null if nothing is */
    public static void skipIf(@Nullable String lack) {
        if (lack != null) {
            System.err.println("SKIPPED: " + lack);
            Assumptions.abort(lack);
        }
    }

    public static void ipv6Loopback() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress("::1", 0));
        } catch (IOException e) {
            skipIf("no IPv6 loopback here: " + e.getMessage());
        }
    }
}
