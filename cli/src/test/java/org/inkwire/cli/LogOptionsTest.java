// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LogOptionsTest {
    private static final List<String> LOGGERS = List.of(
            "org.inkwire.msgr",
            "org.inkwire.mon",
            "org.inkwire.osd",
            "org.inkwire.objecter.mon",
            "org.inkwire.objecter",
            "org.inkwire.objecter.rados");

    @TempDir
    Path dir;

    private final Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    private final List<Appender<ILoggingEvent>> attachedBefore = new ArrayList<>();
    private final Map<String, Level> levelsBefore = new HashMap<>();

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private List<Appender<ILoggingEvent>> attached() {
        List<Appender<ILoggingEvent>> all = new ArrayList<>();
        for (Iterator<Appender<ILoggingEvent>> i = root.iteratorForAppenders(); i.hasNext(); ) {
            all.add(i.next());
        }
        return all;
    }

    @BeforeEach
    void takeTheRootLogger() {
        attachedBefore.addAll(attached());
        attachedBefore.forEach(root::detachAppender);
        root.addAppender(stderr);
        LOGGERS.forEach(name -> levelsBefore.put(name, logger(name).getLevel()));
        LOGGERS.forEach(name -> logger(name).setLevel(null));
    }

    @AfterEach
    void giveItBack() {
        for (Appender<ILoggingEvent> appender : attached()) {
            root.detachAppender(appender);
            if (appender != stderr) {
                appender.stop();
            }
        }
        attachedBefore.forEach(root::addAppender);
        levelsBefore.forEach((name, level) -> logger(name).setLevel(level));
    }

    private static CephConf follow(String... lines) {
        CephConf conf = CephConf.builder()
                .environment(Map.of())
                .fileText("[global]\n" + String.join("\n", lines) + "\n")
                .build();
        LogOptions.follow(conf);
        return conf;
    }

    private boolean stderrTakes(Level level) {
        ILoggingEvent event = new LoggingEvent("x", root, level, "text", null, null);
        return stderr.getFilterChainDecision(event) != FilterReply.DENY;
    }

    @Test
    void whatIsNotSetChangesNothing() {
        follow();
        assertThat(LOGGERS).allMatch(name -> logger(name).getLevel() == null);
        assertThat(attached()).hasSize(1);
        assertThat(stderrTakes(Level.INFO)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "debug_osd, org.inkwire.osd, 0, WARN",
        "debug_osd, org.inkwire.osd, 1, INFO",
        "debug_osd, org.inkwire.osd, 4, INFO",
        "debug_osd, org.inkwire.osd, 5, DEBUG",
        "debug_osd, org.inkwire.osd, 19, DEBUG",
        "debug_osd, org.inkwire.osd, 20, TRACE",
        "debug_osd, org.inkwire.osd, 20/5, TRACE",
        "debug_ms, org.inkwire.msgr, 0, WARN",
        "debug_ms, org.inkwire.msgr, 1, DEBUG",
        "debug_ms, org.inkwire.msgr, 20, TRACE",
        "debug_mon, org.inkwire.mon, 10, DEBUG",
        "debug_monc, org.inkwire.objecter.mon, 10, DEBUG",
        "debug_objecter, org.inkwire.objecter, 10, DEBUG",
        "debug_rados, org.inkwire.objecter.rados, 10, DEBUG"
    })
    void aLevelIsThatOfItsSubsystemAlone(String option, String name, String level, String expected) {
        follow(option + " = " + level);
        for (String each : LOGGERS) {
            assertThat(logger(each).getLevel()).as(each).isEqualTo(each.equals(name) ? Level.toLevel(expected) : null);
        }
    }

    @Test
    void aLevelThatTheMonitorChangesIsFollowed() {
        CephConf conf = follow("debug_osd = 1");
        conf.setMonLayer(Map.of("debug_mon", "10"));
        assertThat(logger("org.inkwire.mon").getLevel()).isEqualTo(Level.DEBUG);
        assertThat(logger("org.inkwire.osd").getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void theLogFileGetsTheLinesAndIsAddedOnce() throws IOException {
        Path file = dir.resolve("osd.log");
        follow("log_file = " + file);
        follow("log_file = " + file);
        assertThat(attached()).hasSize(2);
        root.warn("something is up");
        assertThat(Files.readAllLines(file)).hasSize(1).first().asString().contains(" WARN ", "something is up");
    }

    @Test
    void aLogFileThatCannotBeWrittenIsRefusedByName() {
        assertThatThrownBy(() -> follow("log_file = " + dir))
                .isInstanceOf(ConfException.class)
                .hasMessageContaining("log_file")
                .hasMessageContaining(dir.toString());
        assertThat(attached()).hasSize(1);
    }

    @Test
    void nowhereIsNoFile() {
        follow("log_file = /dev/null");
        assertThat(attached()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"true, true, true, true", "false, true, false, true", "false, false, false, false"})
    void stderrGetsWhatItShall(boolean log, boolean err, boolean warning, boolean error) {
        follow("log_to_stderr = " + log, "err_to_stderr = " + err);
        assertThat(stderrTakes(Level.WARN)).isEqualTo(warning);
        assertThat(stderrTakes(Level.ERROR)).isEqualTo(error);
    }
}
