// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What was told stays told for the whole process, so each test has options of its own. */
class ConfLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ConfLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private List<String> told() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static CephConf conf(String... lines) {
        return CephConf.builder()
                .environment(Map.of())
                .name(AuthEntityName.parse("osd.0"))
                .fileText("[global]\n" + String.join("\n", lines) + "\n")
                .build();
    }

    @Test
    void optionsWithoutEffectAreNamedInOneLineAndOnce() {
        for (int i = 0; i < 3; i++) {
            ConfLog.report(conf("osd class dir = /x", "osd fast shutdown = false", "rbd cache = true", "key = k"));
        }
        assertThat(told()).containsExactly("options without effect here: osd_class_dir, osd_fast_shutdown");
    }

    @Test
    void whatTheMonitorSetsLaterIsNamedToo() {
        CephConf conf = conf("pid file = /x");
        ConfLog.follow(conf);
        conf.setMonLayer(Map.of("osd_client_watch_timeout", "7", "osd_heartbeat_grace", "9"));
        conf.setMonLayer(Map.of("osd_client_watch_timeout", "8"));
        assertThat(told())
                .containsExactly(
                        "options without effect here: pid_file",
                        "options without effect here: osd_client_watch_timeout");
    }

    @Test
    void valuesThatDoNotFitAreNamedOnce() {
        ConfLog.report(conf("osd pool default size = banana"));
        ConfLog.report(conf("osd pool default size = banana"));
        assertThat(told()).containsExactly("osd_pool_default_size: 'banana' is not an unsigned integer");
    }
}
