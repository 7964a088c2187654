// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.uring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says why io_uring cannot be used here. Stateless, any thread. */
final class UringSupport {
    /** 0: for everybody; 1: for a group; 2: for nobody. Since Linux 6.6. */
    private static final Path DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");

    private UringSupport() {}

    /**
     * @param cause why there is no ring; null if there is
     * @param bufferRings whether the kernel takes its buffers from a ring
     * @param disabled value of {@code kernel.io_uring_disabled}, null if there is no such setting
     * @return null if io_uring can be used
     */
    static @Nullable String lack(@Nullable Throwable cause, boolean bufferRings, @Nullable String disabled) {
        if (cause != null) {
            boolean off = disabled != null && !disabled.equals("0");
            return cause + (off ? " (kernel.io_uring_disabled = " + disabled + ")" : "");
        }
        return bufferRings ? null : "this kernel has no ring of provided buffers, which came with Linux 5.19";
    }

    static @Nullable String disabledSetting() {
        try {
            return Files.readString(DISABLED).strip();
        } catch (IOException e) {
            return null;
        }
    }
}
