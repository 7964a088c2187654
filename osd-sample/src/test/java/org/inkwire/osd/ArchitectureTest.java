// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may import what, inside modules and between them, and where time, threads and randomness may come from. */
class ArchitectureTest {
    private static final String[] MONITOR_ABOVE_SESSIONS = {
        "org.inkwire.mon",
        "org.inkwire.mon.service..",
        "org.inkwire.mon.map..",
        "org.inkwire.mon.show..",
        "org.inkwire.mon.command.."
    };

    private static JavaClasses classes;

    @BeforeAll
    static void load() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(
                        "org.inkwire.wire",
                        "org.inkwire.msgr",
                        "org.inkwire.cluster",
                        "org.inkwire.objecter",
                        "org.inkwire.mon",
                        "org.inkwire.osd");
    }

    private static void forbid(String from, String... to) {
        noClasses()
                .that()
                .resideInAnyPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .check(classes);
    }

    @Test
    void wireImportsNothingOfInkwire() {
        forbid(
                "org.inkwire.wire..",
                "org.inkwire.msgr..",
                "org.inkwire.cluster..",
                "org.inkwire.objecter..",
                "org.inkwire.mon..",
                "org.inkwire.osd..");
    }

    @Test
    void messengerAndClusterTypesDoNotKnowEachOther() {
        forbid(
                "org.inkwire.msgr..",
                "org.inkwire.cluster..",
                "org.inkwire.objecter..",
                "org.inkwire.mon..",
                "org.inkwire.osd..");
        forbid(
                "org.inkwire.cluster..",
                "org.inkwire.msgr..",
                "org.inkwire.objecter..",
                "org.inkwire.mon..",
                "org.inkwire.osd..");
    }

    @Test
    void theClientDoesNotKnowTheCluster() {
        forbid("org.inkwire.objecter..", "org.inkwire.mon..", "org.inkwire.osd..");
    }

    @Test
    void monitorAndOsdsMeetOnlyInTheLauncher() {
        forbid("org.inkwire.mon..", "org.inkwire.objecter..", "org.inkwire.osd..");
        noClasses()
                .that()
                .resideInAPackage("org.inkwire.osd..")
                .and()
                .resideOutsideOfPackage("org.inkwire.osd.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.inkwire.mon..")
                .check(classes);
    }

    @Test
    void insideTheMessengerImportsPointDown() {
        forbid(
                "org.inkwire.msgr.frame..",
                "org.inkwire.msgr",
                "org.inkwire.msgr.async..",
                "org.inkwire.msgr.event..",
                "org.inkwire.msgr.auth..");
        forbid(
                "org.inkwire.msgr.auth..",
                "org.inkwire.msgr",
                "org.inkwire.msgr.async..",
                "org.inkwire.msgr.event..",
                "org.inkwire.msgr.frame..");
        forbid(
                "org.inkwire.msgr.event..",
                "org.inkwire.msgr",
                "org.inkwire.msgr.async..",
                "org.inkwire.msgr.auth..",
                "org.inkwire.msgr.frame..");
        forbid("org.inkwire.msgr", "org.inkwire.msgr.async..");
    }

    /** Store and formats | sessions | services | maps | what shows them and what a command is | the commands | the monitor. */
    @Test
    void insideTheMonitorImportsPointDown() {
        forbid("org.inkwire.mon.format..", MONITOR_ABOVE_SESSIONS);
        forbid(
                "org.inkwire.mon.format..",
                "org.inkwire.mon.session..",
                "org.inkwire.mon.store..",
                "org.inkwire.msgr..");
        forbid("org.inkwire.mon.store..", MONITOR_ABOVE_SESSIONS);
        forbid("org.inkwire.mon.store..", "org.inkwire.mon.session..", "org.inkwire.mon.format..");
        forbid("org.inkwire.mon.session..", MONITOR_ABOVE_SESSIONS);
        forbid(
                "org.inkwire.mon.service..",
                "org.inkwire.mon",
                "org.inkwire.mon.map..",
                "org.inkwire.mon.show..",
                "org.inkwire.mon.command..");
        forbid("org.inkwire.mon.map..", "org.inkwire.mon", "org.inkwire.mon.show..", "org.inkwire.mon.command..");
        forbid("org.inkwire.mon.show..", "org.inkwire.mon", "org.inkwire.mon.command..");
        forbid(
                "org.inkwire.mon.command",
                "org.inkwire.mon",
                "org.inkwire.mon.show..",
                "org.inkwire.mon.service..",
                "org.inkwire.mon.session..",
                "org.inkwire.mon.store..");
        forbid("org.inkwire.mon.command..", "org.inkwire.mon", "org.inkwire.mon.store..");
    }

    @Test
    void crushIsPureAndKnowsNoMaps() {
        forbid(
                "org.inkwire.cluster.crush..",
                "org.inkwire.cluster.map..",
                "org.inkwire.cluster.message..",
                "org.inkwire.cluster.osd..");
    }

    @Test
    void theStoreKnowsNeitherPgsNorDaemons() {
        forbid(
                "org.inkwire.osd.store..",
                "org.inkwire.osd",
                "org.inkwire.osd.pg..",
                "org.inkwire.osd.op..",
                "org.inkwire.osd.cluster..");
        forbid("org.inkwire.osd.op..", "org.inkwire.osd", "org.inkwire.osd.pg..", "org.inkwire.osd.cluster..");
        forbid("org.inkwire.osd.pg..", "org.inkwire.osd", "org.inkwire.osd.cluster..");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.inkwire.(**)").should().beFreeOfCycles().check(classes);
    }

    /** A simulation hands these in; whoever asks the system itself would escape it. */
    @Test
    void timeThreadsAndRandomnessComeFromOutside() {
        String[] confined = {
            "org.inkwire.msgr.async..",
            "org.inkwire.objecter",
            "org.inkwire.objecter.mon..",
            "org.inkwire.osd",
            "org.inkwire.osd.pg..",
            "org.inkwire.osd.op..",
            "org.inkwire.mon..",
            "org.inkwire.osd.store..",
            "org.inkwire.cluster.."
        };
        noClasses()
                .that()
                .resideInAnyPackage(confined)
                .should()
                .callMethod(System.class, "nanoTime")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(confined)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(confined)
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(confined)
                .should()
                .callConstructor(Thread.class)
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(confined)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .check(classes);
    }
}
