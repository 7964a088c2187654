// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of Debian's {@code rados}, and a few of ours. They may stand anywhere among the words. Words that no
 * option has are operands, as with rados.
 */
public enum ToolOption {
    ALL(false, "--all"),
    BLOCK_SIZE(true, "-b", "--block-size"),
    CONCURRENT_IOS(true, "-t", "--concurrent-ios"),
    CREATE(false, "--create"),
    DEBUG(false, "--debug"),
    DEBUG_MS(true, "--debug-ms"),
    DEFAULT(false, "--default"),
    DRY_RUN(false, "--dry-run"),
    FORCE_FULL(false, "--force-full"),
    FORMAT(true, "-f", "--format"),
    HELP(false, "-h", "--help"),
    HGRM(true, "--hgrm"),
    INPUT_FILE(true, "--input-file"),
    LOCK_COOKIE(true, "--lock-cookie"),
    LOCK_DESCRIPTION(true, "--lock-description"),
    LOCK_DURATION(true, "--lock-duration"),
    LOCK_TAG(true, "--lock-tag"),
    LOCK_TYPE(true, "--lock-type"),
    MAX_OBJECTS(true, "--max-objects"),
    NAMESPACE(true, "-N", "--namespace"),
    NO_CLEANUP(false, "--no-cleanup"),
    NO_HINTS(false, "--no-hints"),
    NO_OVERWRITE(false, "--no-overwrite"),
    NO_VERIFY(false, "--no-verify"),
    OBJ_NAME_FILE(true, "--obj-name-file"),
    OBJECT_LOCATOR(true, "--object-locator"),
    OBJECT_SIZE(true, "-O", "--object-size"),
    OFFSET(true, "--offset"),
    OMAP_KEY_FILE(true, "--omap-key-file"),
    OUTPUT(true, "-o", "--output"),
    PGID(true, "--pgid"),
    POOL(true, "-p", "--pool"),
    PREFIX(true, "--prefix"),
    REUSE_BENCH(false, "--reuse-bench"),
    RUN_NAME(true, "--run-name"),
    SHOW_TIME(false, "--show-time"),
    SNAP(true, "-s", "--snap"),
    SNAPID(true, "-S", "--snapid"),
    STRIPER(false, "--striper"),
    SURE(false, "--yes-i-really-really-mean-it"),
    TARGET_LOCATOR(true, "--target-locator"),
    TARGET_NSPACE(true, "--target-nspace"),
    TARGET_POOL(true, "--target-pool"),
    VERSION(false, "-v", "--version"),
    WITH_CLONES(false, "--with-clones"),
    WITH_REFERENCE(false, "--with-reference"),
    WRITE_OBJECT(false, "--write-object"),
    WRITE_OMAP(false, "--write-omap"),
    WRITE_XATTR(false, "--write-xattr");

    private static final Map<String, ToolOption> BY_NAME = new HashMap<>();

    static {
        for (ToolOption option : values()) {
            option.names.forEach(name -> BY_NAME.put(name, option));
        }
    }

    private final boolean takesValue;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> names;

    ToolOption(boolean takesValue, String... names) {
        this.takesValue = takesValue;
        this.names = List.of(names);
    }

    boolean takesValue() {
        return takesValue;
    }

    /** Prints what most commands need. */
    static void help(PrintWriter out) {
        out.println("   -c, --conf FILE       the cluster's ceph.conf; default: Ceph's search path");
        out.println("   -m MON  --id ID  -n TYPE.ID  --cluster NAME  --keyfile FILE  --OPTION VALUE");
        out.println("                         options of Ceph's configuration");
        out.println("   -p, --pool POOL       the pool                -N, --namespace NS    the namespace");
        out.println("   --object-locator KEY  place objects by KEY    --pgid PG             ls: only this PG");
        out.println("   -b BYTES              bytes per operation     -f, --format FORMAT   plain, json, json-pretty");
        out.println("   --target-pool, --target-nspace, --target-locator");
        out.println("                         where cp puts the copy");
        out.println("   bench: -t N  -O BYTES  --max-objects N  --run-name NAME  --no-cleanup  --no-verify");
        out.println("          --show-time  --write-object  --write-omap  --write-xattr  -f json  -o FILE");
        out.println("          --hgrm FILE    write the latency percentiles, in microseconds");
        out.println("   --debug               after an error, show where in the program it happened");
        out.println("   --debug-ms LEVEL      messenger log on stderr");
    }

    /** @param name with its dashes; underscores are as good as the dashes within */
    static @Nullable ToolOption named(String name) {
        ToolOption exact = BY_NAME.get(name);
        return exact != null || !name.startsWith("--")
                ? exact
                : BY_NAME.get(name.replace('_', '-').toLowerCase(Locale.ROOT));
    }
}
