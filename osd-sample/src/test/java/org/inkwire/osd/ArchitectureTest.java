// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
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
                "org.inkwire.objecter..",
                "org.inkwire.osd..");
    }

    @Test
    void messengerAndClusterTypesDoNotKnowEachOther() {
        forbid("org.inkwire.msgr..", "org.inkwire.cluster..", "org.inkwire.objecter..", "org.inkwire.osd..");
        forbid("org.inkwire.cluster..", "org.inkwire.msgr..", "org.inkwire.objecter..", "org.inkwire.osd..");
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
        forbid(
                "org.inkwire.osd.store..",
                "org.inkwire.osd",
                "org.inkwire.osd.pg..",
                "org.inkwire.osd.op..",
                "org.inkwire.osd.mon..",
                "org.inkwire.osd.cluster..");
        forbid(
                "org.inkwire.osd.op..",
                "org.inkwire.osd",
                "org.inkwire.osd.pg..",
                "org.inkwire.osd.mon..",
                "org.inkwire.osd.cluster..");
        forbid("org.inkwire.osd.pg..", "org.inkwire.osd", "org.inkwire.osd.mon..", "org.inkwire.osd.cluster..");
    }

    /** Top to bottom; those on one line do not know each other. */
    @Test
    void insideTheOsdImportsPointDown() {
        List<List<String>> layers = List.of(
                List.of("cluster"),
                List.of(""),
                List.of("tell"),
                List.of("heartbeat", "monlink", "shard"),
                List.of("map"),
                List.of("pg"),
                List.of("op"),
                List.of("message"),
                List.of("store"),
                List.of("context", "state"));
        List<String> above = new ArrayList<>();
        for (List<String> layer : layers) {
            for (String name : layer) {
                List<String> forbidden = new ArrayList<>(above);
                layer.stream().filter(other -> !other.equals(name)).forEach(forbidden::add);
                if (!forbidden.isEmpty()) {
                    forbid(
                            osdPackage(name),
                            forbidden.stream().map(ArchitectureTest::osdPackage).toArray(String[]::new));
                }
            }
            above.addAll(layer);
        }
    }

    private static String osdPackage(String name) {
        return name.isEmpty() ? "org.inkwire.osd" : "org.inkwire.osd." + name + "..";
    }

    /** Every part of an OSD gets what it needs handed in; only {@code cluster} and the daemon itself make one. */
    @Test
    void noPartOfAnOsdKnowsTheOsd() {
        noClasses()
                .that()
                .resideInAnyPackage("org.inkwire.osd.*..")
                .and()
                .resideOutsideOfPackage("org.inkwire.osd.cluster..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.inkwire.osd.OSD")
                .check(classes);
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
            "org.inkwire.osd.tell..",
            "org.inkwire.osd.heartbeat..",
            "org.inkwire.osd.monlink..",
            "org.inkwire.osd.shard..",
            "org.inkwire.osd.map..",
            "org.inkwire.osd.pg..",
            "org.inkwire.osd.op..",
            "org.inkwire.osd.mon..",
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
