// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.space.FullState;
import org.inkwire.osd.space.StoreSpace;
import org.inkwire.store.Transaction;

/** Bugs in the classes of a placement group. Stateless. */
public final class RadosBugs {
    private static final String PACKAGE = "org.inkwire.osd.pg.";

    private RadosBugs() {}

    /** The primary does not check whether a write has already happened. */
    static PlantedBug noDedup() {
        return PlantedBug.in(PACKAGE + "PrimaryOps", "isDuplicate", NoDedup.class);
    }

    public static final class NoDedup {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return PlantedBug.strikesOnceIn(1);
        }
    }

    /** A commit by one member counts as a commit by all. */
    static PlantedBug earlyAck() {
        return PlantedBug.in(PACKAGE + "ReplicatedBackend", "onCommitted", EarlyAck.class);
    }

    public static final class EarlyAck {
        @Advice.OnMethodEnter
        static void enter(
                @Advice.Argument(0) int osd,
                @Advice.Argument(1) EVersion version,
                @Advice.FieldValue("members") int[] members,
                @Advice.FieldValue("committed") EVersion[] committed) {
            if (PlantedBug.strikesOnceIn(4)) {
                for (int i = 0; i < members.length; i++) {
                    if (members[i] != osd && committed[i].compareTo(version) < 0) {
                        committed[i] = version;
                    }
                }
            }
        }
    }

    /** A write that a full OSD refuses is answered as if it had been done. */
    static PlantedBug fullAck() {
        return PlantedBug.in("org.inkwire.osd.op.OpResult", "refused", FullAck.class);
    }

    public static final class FullAck {
        public static final int ENOSPC = -28;

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) int result) {
            if (result == ENOSPC && PlantedBug.strikesOnceIn(1)) {
                result = 0;
            }
        }
    }

    /** An OSD that has space again does not say so. */
    static PlantedBug fullForEver() {
        return PlantedBug.in("org.inkwire.osd.monlink.MonReports", "reportFullness", FullForEver.class);
    }

    public static final class FullForEver {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.FieldValue("space") StoreSpace space) {
            return space.state() == FullState.NONE && PlantedBug.strikesOnceIn(1);
        }
    }

    /** A copy forgets what it lacks when it takes over a log. */
    static PlantedBug forgetsMissing() {
        return PlantedBug.in(PACKAGE + "copy.LogMerge", "missing", ForgetsMissing.class);
    }

    public static final class ForgetsMissing {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) NavigableMap<HObject, EVersion> missing) {
            if (!missing.isEmpty() && PlantedBug.strikesOnceIn(2)) {
                missing = new TreeMap<>();
            }
        }
    }

    /** A primary executes requests for objects that are missing. */
    static PlantedBug doesNotWaitForMissing() {
        return PlantedBug.in(PACKAGE + "recovery.Recovery", "mustWaitFor", DoesNotWaitForMissing.class);
    }

    public static final class DoesNotWaitForMissing {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean lacking) {
            if (lacking && PlantedBug.strikesOnceIn(1)) {
                lacking = false;
            }
        }
    }

    /** A primary continues to answer reads after its lease has expired. */
    static PlantedBug staleRead() {
        return PlantedBug.in(PACKAGE + "ReadLease", "readable", StaleRead.class);
    }

    public static final class StaleRead {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean readable) {
            if (!readable && PlantedBug.strikesOnceIn(1)) {
                readable = true;
            }
        }
    }

    /** A PG's children do not know which requests the PG has already executed. */
    static PlantedBug splitWithoutReqids() {
        return PlantedBug.in(PACKAGE + "copy.PgLog", "part", WithoutReqids.class);
    }

    public static final class WithoutReqids {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) Object log) {
            if (PlantedBug.strikesOnceIn(1)) {
                Hidden.map(log, "byReqid").clear();
            }
        }
    }

    /** A merged PG does not know which requests the two had executed. */
    static PlantedBug mergeWithoutReqids() {
        return PlantedBug.in(PACKAGE + "copy.PgLog", "merged", WithoutReqidsAndDups.class);
    }

    public static final class WithoutReqidsAndDups {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) Object log) {
            if (PlantedBug.strikesOnceIn(1)) {
                Hidden.map(log, "byReqid").clear();
                Hidden.list(log, "dups").clear();
            }
        }
    }

    /** A copy that is split off gets half of its objects. */
    static PlantedBug halfSplit() {
        return PlantedBug.in("org.inkwire.store.Transaction", "splitCollection", HalfSplit.class);
    }

    public static final class HalfSplit {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) int bits) {
            if (PlantedBug.strikesOnceIn(4)) {
                bits++;
            }
        }
    }

    /** A copy that another one joins does not get that one's objects. */
    static PlantedBug emptyMerge() {
        return PlantedBug.in("org.inkwire.store.Transaction", "mergeCollection", EmptyMerge.class);
    }

    public static final class EmptyMerge {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return PlantedBug.strikesOnceIn(4);
        }
    }

    /** A copy that is still being filled may serve. */
    static PlantedBug fillingServes() {
        return PlantedBug.in(PACKAGE + "ActingChoice", "isReached", FillingServes.class);
    }

    public static final class FillingServes {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) PgInfo info, @Advice.Return(readOnly = false) boolean reached) {
            if (info.exists() && !info.complete() && PlantedBug.strikesOnceIn(1)) {
                reached = true;
            }
        }
    }

    /** A full store says that it has done what it has dropped. */
    static PlantedBug fullStoreSucceeds() {
        return PlantedBug.in("org.inkwire.workload.rados.SimDisk", "apply", FullStoreSucceeds.class);
    }

    public static final class FullStoreSucceeds {
        public static final double FULL = 0.95;

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.Argument(0) Transaction transaction, @Advice.FieldValue("filled") double filled) {
            return filled >= FULL && transaction.payloadBytes() > 0 && PlantedBug.strikesOnceIn(1);
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter boolean dropped,
                @Advice.Argument(0) Transaction transaction,
                @Advice.Return(readOnly = false) CompletionStage<?> done) {
            if (dropped) {
                transaction.release();
                done = CompletableFuture.completedStage(null);
            }
        }
    }
}
