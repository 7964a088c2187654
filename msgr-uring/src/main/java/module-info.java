// SPDX-License-Identifier: Apache-2.0
/** EventDriver on Linux io_uring. */
module org.inkwire.msgr.uring {
    requires transitive org.inkwire.messenger;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.transport.unix.common;
    requires static transitive org.jspecify;

    exports org.inkwire.msgr.uring;

    provides org.inkwire.msgr.event.EventDriver with
            org.inkwire.msgr.uring.UringDriver;
}
