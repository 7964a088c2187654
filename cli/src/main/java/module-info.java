// SPDX-License-Identifier: Apache-2.0
/** The {@code inkwire} command. Nothing here is API. */
module org.inkwire.cli {
    requires org.inkwire.objecter;
    requires org.inkwire.osd;
    requires org.inkwire.workload;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires HdrHistogram;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires org.slf4j;
    requires java.management;
    requires static org.jspecify;

    uses org.inkwire.cli.bench.Benchmark;

    opens org.inkwire.cli to
            info.picocli;
    opens org.inkwire.cli.bench to
            info.picocli;
    opens org.inkwire.cli.demo to
            info.picocli;
    opens org.inkwire.cli.rados to
            info.picocli;
    opens org.inkwire.cli.sim to
            info.picocli;
    opens org.inkwire.cli.status to
            info.picocli;
    opens org.inkwire.cli.vstart to
            info.picocli;
}
