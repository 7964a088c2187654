// SPDX-License-Identifier: Apache-2.0
/** Random workloads with checkers. */
module org.inkwire.workload {
    requires transitive org.inkwire.messenger;
    requires transitive org.inkwire.msgr.sim;
    requires io.netty.transport;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.inkwire.workload.campaign;
    exports org.inkwire.workload.messenger;
}
