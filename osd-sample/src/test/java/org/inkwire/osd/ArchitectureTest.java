// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
                        "org.inkwire.store",
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
                "org.inkwire.store..",
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
                "org.inkwire.store..",
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

    /** The messenger's packages from top to bottom: each may import those that stand below it, and no others. */
    private static final List<String> MESSENGER = List.of(
            "org.inkwire.msgr.tell",
            "org.inkwire.msgr.async",
            "org.inkwire.msgr.async.handshake",
            "org.inkwire.msgr.async.session",
            "org.inkwire.msgr.async.link",
            "org.inkwire.msgr.async.dispatch",
            "org.inkwire.msgr.async.trace",
            "org.inkwire.msgr",
            "org.inkwire.msgr.dump",
            "org.inkwire.msgr.fault",
            "org.inkwire.msgr.auth",
            "org.inkwire.msgr.onwire",
            "org.inkwire.msgr.frame",
            "org.inkwire.msgr.event",
            "org.inkwire.msgr.state");

    /** In modules of their own. */
    private static final Set<String> DRIVERS = Set.of(
            "org.inkwire.msgr.posix", "org.inkwire.msgr.epoll", "org.inkwire.msgr.kqueue", "org.inkwire.msgr.uring");

    @Test
    void insideTheMessengerImportsPointDown() {
        for (int i = 1; i < MESSENGER.size(); i++) {
            forbid(MESSENGER.get(i), MESSENGER.subList(0, i).toArray(new String[0]));
        }
        // Side by side.
        forbid(
                "org.inkwire.msgr.dump",
                "org.inkwire.msgr.fault",
                "org.inkwire.msgr.auth",
                "org.inkwire.msgr.onwire",
                "org.inkwire.msgr.frame");
        forbid("org.inkwire.msgr.fault", "org.inkwire.msgr.auth", "org.inkwire.msgr.event");
        forbid("org.inkwire.msgr.auth", "org.inkwire.msgr.onwire", "org.inkwire.msgr.frame", "org.inkwire.msgr.event");
        forbid("org.inkwire.msgr.onwire", "org.inkwire.msgr.event", "org.inkwire.msgr.state");
        forbid("org.inkwire.msgr.frame", "org.inkwire.msgr.event", "org.inkwire.msgr.state");
    }

    @Test
    void everyPackageOfTheMessengerHasItsPlaceInTheOrder() {
        Set<String> found = new TreeSet<>();
        for (JavaClass c : classes) {
            String name = c.getPackageName();
            if (name.startsWith("org.inkwire.msgr") && !DRIVERS.contains(name)) {
                found.add(name);
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(MESSENGER);
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
    void objectsDoNotKnowTheOperationsOnThem() {
        forbid("org.inkwire.cluster.osd", "org.inkwire.cluster.osd.op", "org.inkwire.cluster.message..");
        forbid("org.inkwire.cluster.osd.op", "org.inkwire.cluster.message..");
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
                "org.inkwire.store..",
                "org.inkwire.msgr..",
                "org.inkwire.objecter..",
                "org.inkwire.mon..",
                "org.inkwire.osd..");
        forbid("org.inkwire.store", "org.inkwire.store.mem..");
        forbid("org.inkwire.osd.op..", "org.inkwire.osd", "org.inkwire.osd.pg..", "org.inkwire.osd.cluster..");
        forbid("org.inkwire.osd.pg..", "org.inkwire.osd", "org.inkwire.osd.cluster..");
    }

    /** Top to bottom; those on one line do not import each other. */
    @Test
    void insideTheOsdImportsPointDown() {
        List<List<String>> layers = List.of(
                List.of("cluster"),
                List.of(""),
                List.of("tell"),
                List.of("heartbeat", "monlink", "shard"),
                List.of("map"),
                List.of("pg"),
                List.of("pg.recovery"),
                List.of("pg.copy"),
                List.of("pg.host"),
                List.of("op"),
                List.of("message"),
                List.of("space", "track"),
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
        if (name.isEmpty()) {
            return "org.inkwire.osd";
        }
        // Those below it have layers of their own.
        return "org.inkwire.osd." + name + (name.equals("pg") ? "" : "..");
    }

    /** Every part of an OSD is handed what it needs; only {@code cluster} and the daemon itself create one. */
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

    /** A simulation supplies these; code that asks the system directly would escape it. */
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
            "org.inkwire.osd.space..",
            "org.inkwire.osd.track..",
            "org.inkwire.mon..",
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
