// SPDX-License-Identifier: Apache-2.0
/** EventDriver on kqueue, for macOS. */
module org.inkwire.msgr.kqueue {
    requires transitive org.inkwire.messenger;
    requires transitive io.netty.transport;
    requires io.netty.transport.classes.kqueue;
    requires static transitive org.jspecify;

    exports org.inkwire.msgr.kqueue;

    provides org.inkwire.msgr.event.EventDriver with
            org.inkwire.msgr.kqueue.KqueueDriver;
}
