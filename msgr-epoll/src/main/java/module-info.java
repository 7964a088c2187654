// SPDX-License-Identifier: Apache-2.0
/** EventDriver on Linux epoll. */
module org.inkwire.msgr.epoll {
    requires transitive org.inkwire.messenger;
    requires transitive io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires static transitive org.jspecify;

    exports org.inkwire.msgr.epoll;

    provides org.inkwire.msgr.event.EventDriver with
            org.inkwire.msgr.epoll.EpollDriver;
}
