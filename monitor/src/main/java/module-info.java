// SPDX-License-Identifier: Apache-2.0
/** Reference monitor: cluster maps, subscriptions and the commands of {@code ceph}. */
module org.inkwire.mon {
    requires transitive org.inkwire.messenger;
    requires transitive org.inkwire.cluster;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports org.inkwire.mon;
    exports org.inkwire.mon.store;
}
