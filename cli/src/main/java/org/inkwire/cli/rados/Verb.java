// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands of Debian's {@code rados}, and {@code mkpool} and {@code rmpool}. */
enum Verb {
    LSPOOLS(0, "", "list pools"),
    MKPOOL(1, "<pool-name>", "create a replicated pool with the cluster's defaults"),
    RMPOOL(1, "<pool-name> <pool-name> --yes-i-really-really-mean-it", "delete a pool and everything in it"),
    CPPOOL(2, "<pool-name> <dest-pool>", "copy the objects of a pool"),
    PURGE(1, "<pool-name> --yes-i-really-really-mean-it", "remove all objects of a pool"),
    DF(0, "", "show the usage of pools and the free space"),
    LS(0, "[--all]", "list objects", true),
    LSSNAP(0, "", "list the snapshots of the pool", true),
    MKSNAP(1, "<snap-name>", "create a snapshot of the pool", true),
    RMSNAP(1, "<snap-name>", "remove a snapshot of the pool", true),
    GET(2, "<obj-name> <outfile>", "fetch an object; - is standard output", true),
    PUT(2, "<obj-name> <infile> [--offset <offset>]", "store an object; - is standard input", true),
    APPEND(2, "<obj-name> <infile>", "append to an object", true),
    TRUNCATE(2, "<obj-name> <length>", "set an object's size", true),
    CREATE(1, "<obj-name>", "create an empty object", true),
    RM(1, "<obj-name>... [--force-full]", "remove objects", true),
    CP(1, "<obj-name> [<target-obj>]", "copy an object", true),
    LISTXATTR(1, "<obj-name>", "list an object's attributes", true),
    GETXATTR(2, "<obj-name> <attr>", "print an attribute's value", true),
    SETXATTR(2, "<obj-name> <attr> [<value>]", "set an attribute; default: standard input", true),
    RMXATTR(2, "<obj-name> <attr>", "remove an attribute", true),
    STAT(1, "<obj-name>", "print an object's size and mtime", true),
    STAT2(1, "<obj-name>", "print them with fractions of seconds", true),
    TOUCH(1, "<obj-name> [<timestamp>]", "set an object's mtime", true),
    MAPEXT(1, "<obj-name>", "list an object's extents", true),
    ROLLBACK(2, "<obj-name> <snap-name>", "restore an object from a snapshot", true),
    LISTSNAPS(1, "<obj-name>", "list the clones of an object", true),
    BENCH(2, "<seconds> write|seq|rand", "measure writes, sequential or random reads", true),
    CLEANUP(0, "[--run-name <run-name>] [--prefix <prefix>]", "remove what benchmarks left", true),
    LOAD_GEN(0, "", "generate load", true),
    LISTOMAPKEYS(1, "<obj-name>", "list the keys of the object map", true),
    LISTOMAPVALS(1, "<obj-name>", "list its keys and values", true),
    GETOMAPVAL(1, "<obj-name> <key> [<file>]", "show the value of a key", true),
    SETOMAPVAL(1, "<obj-name> <key> [<value> | --input-file <file>]", "set the value of a key", true),
    RMOMAPKEY(1, "<obj-name> <key>", "remove a key", true),
    CLEAROMAP(1, "<obj-name>...", "remove all keys", true),
    GETOMAPHEADER(1, "<obj-name> [<file>]", "show the header of the object map", true),
    SETOMAPHEADER(2, "<obj-name> <value>", "set the header of the object map", true),
    WATCH(1, "<obj-name>", "watch an object", true),
    NOTIFY(2, "<obj-name> <message>", "notify those who watch an object", true),
    LISTWATCHERS(1, "<obj-name>", "list those who watch an object", true),
    SET_ALLOC_HINT(3, "<obj-name> <expected-object-size> <expected-write-size>", "hint at an object's size", true),
    SET_REDIRECT(2, "<obj-name> --target-pool <pool> <target-obj>", "make an object refer to another", true),
    SET_CHUNK(5, "<obj-name> <offset> <length> --target-pool <pool> <target-obj> <offset>", "same for a part", true),
    TIER_PROMOTE(1, "<obj-name>", "fetch what a manifest refers to", true),
    UNSET_MANIFEST(1, "<obj-name>", "end the reference", true),
    TIER_FLUSH(1, "<obj-name>", "flush a chunked object", true),
    TIER_EVICT(1, "<obj-name>", "evict a chunked object", true),
    EXPORT(0, "[<file>]", "write the contents of the pool to a file or standard output", true),
    IMPORT(1, "[--dry-run] [--no-overwrite] <file>", "load the contents of a pool; - is standard input", true),
    LOCK(2, "list|get|break|info <obj-name> ...", "work with advisory locks", true),
    LIST_INCONSISTENT_PG(1, "<pool>", "list inconsistent placement groups"),
    LIST_INCONSISTENT_OBJ(1, "<pgid>", "list inconsistent objects"),
    LIST_INCONSISTENT_SNAPSET(1, "<pgid>", "list inconsistent snap sets"),
    CACHE_FLUSH(1, "<obj-name>", "flush an object of a cache pool", true),
    CACHE_TRY_FLUSH(1, "<obj-name>", "the same without waiting", true),
    CACHE_EVICT(1, "<obj-name>", "evict an object of a cache pool", true),
    CACHE_FLUSH_EVICT_ALL(0, "", "flush and evict all objects", true),
    CACHE_TRY_FLUSH_EVICT_ALL(0, "", "the same without waiting", true);

    private static final Map<String, Verb> BY_NAME = new HashMap<>();

    static {
        for (Verb verb : values()) {
            BY_NAME.put(verb.word(), verb);
        }
    }

    private final int operandsMin;
    private final String operands;
    private final String purpose;
    private final boolean needsPool;

    Verb(int operandsMin, String operands, String purpose) {
        this(operandsMin, operands, purpose, false);
    }

    Verb(int operandsMin, String operands, String purpose, boolean needsPool) {
        this.operandsMin = operandsMin;
        this.operands = operands;
        this.purpose = purpose;
        this.needsPool = needsPool;
    }

    static @Nullable Verb named(String word) {
        return BY_NAME.get(word);
    }

    /** As typed: {@code cache-flush}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int operandsMin() {
        return operandsMin;
    }

    boolean needsPool() {
        return needsPool;
    }

    String usage() {
        return (word() + " " + operands).stripTrailing();
    }

    String purpose() {
        return purpose;
    }
}
