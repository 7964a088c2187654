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
    private static JavaClasses classes;

    @BeforeAll
    static void load() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(
                        "org.inkwire.wire",
                        "org.inkwire.msgr",
                        "org.inkwire.cluster",
                        "org.inkwire.store",
                        "org.inkwire.objecter",
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
                "org.inkwire.store..",
                "org.inkwire.objecter..",
                "org.inkwire.osd..");
    }

    @Test
    void messengerAndClusterTypesDoNotKnowEachOther() {
        forbid("org.inkwire.msgr..", "org.inkwire.cluster..", "org.inkwire.objecter..", "org.inkwire.osd..");
        forbid(
                "org.inkwire.cluster..",
                "org.inkwire.msgr..",
                "org.inkwire.store..",
                "org.inkwire.objecter..",
                "org.inkwire.osd..");
    }

    @Test
    void theClientDoesNotKnowTheCluster() {
        forbid("org.inkwire.objecter..", "org.inkwire.osd..");
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
        forbid("org.inkwire.store..", "org.inkwire.msgr..", "org.inkwire.objecter..", "org.inkwire.osd..");
        forbid("org.inkwire.store", "org.inkwire.store.mem..");
        forbid(
                "org.inkwire.osd.op..",
                "org.inkwire.osd",
                "org.inkwire.osd.pg..",
                "org.inkwire.osd.mon..",
                "org.inkwire.osd.cluster..");
        forbid("org.inkwire.osd.pg..", "org.inkwire.osd", "org.inkwire.osd.mon..", "org.inkwire.osd.cluster..");
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
            "org.inkwire.osd.mon..",
            "org.inkwire.store..",
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
