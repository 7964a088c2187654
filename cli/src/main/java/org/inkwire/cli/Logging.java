// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** What goes to stderr beyond warnings. Any thread. */
public final class Logging {
    /** From this debug_ms on every frame is logged. */
    private static final int EVERYTHING = 10;

    private Logging() {}

    /** The messenger's log, by Ceph's debug_ms level: 0 warnings, 1 messages and states, 10 and more everything. */
    static void messenger(int debugMs) {
        Level level = debugMs >= EVERYTHING ? Level.TRACE : debugMs > 0 ? Level.DEBUG : Level.WARN;
        logger("org.inkwire.msgr").setLevel(level);
    }

    /** What daemons report of their normal life; for processes whose stderr is a log file. */
    public static void daemon() {
        logger("org.inkwire").setLevel(Level.INFO);
    }

    /** Only errors: where faults are made on purpose, every warning is expected. */
    public static void quiet() {
        logger("org.inkwire").setLevel(Level.ERROR);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
