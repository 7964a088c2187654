// SPDX-License-Identifier: Apache-2.0
/** Random workloads with checkers. */
module org.inkwire.workload {
    requires transitive org.inkwire.messenger;
    requires transitive org.inkwire.msgr.sim;
    requires transitive org.inkwire.mon;
    requires transitive org.inkwire.osd;
    requires io.netty.transport;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.inkwire.workload.campaign;
    exports org.inkwire.workload.messenger;
    exports org.inkwire.workload.rados;
}
