// SPDX-License-Identifier: Apache-2.0
/** EventDriver on java.nio selectors: runs on every JVM. */
module org.inkwire.msgr.posix {
    requires transitive org.inkwire.messenger;
    requires transitive io.netty.transport;
    requires static transitive org.jspecify;

    exports org.inkwire.msgr.posix;

    provides org.inkwire.msgr.event.EventDriver with
            org.inkwire.msgr.posix.SelectDriver;
}
