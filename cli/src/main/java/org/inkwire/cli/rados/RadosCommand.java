// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.inkwire.cli.Clients;
import org.inkwire.cli.Failure;
import org.inkwire.cli.Inkwire;
import org.inkwire.cli.Output;
import org.inkwire.cli.rados.bench.BenchVerb;
import org.inkwire.cli.rados.bench.CleanupVerb;
import org.inkwire.cli.rados.dump.ExportVerb;
import org.inkwire.cli.rados.dump.ImportVerb;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.objecter.rados.RadosClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code inkwire rados}: takes its words apart itself, as Debian's rados does: first the options of Ceph's
 * configuration ({@code -c}, {@code --id}, {@code -m}, {@code --OPTION VALUE}), then the tool's own.
 */
@Command(name = "rados", description = "Work with objects and pools, as the rados tool does.")
public final class RadosCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "As for Debian's rados; see: inkwire rados --help")
    List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Output out = (Output) spec.commandLine().getOut();
        Output err = (Output) spec.commandLine().getErr();
        int dashes = words.indexOf("--");
        List<String> before = dashes < 0 ? words : words.subList(0, dashes);
        Clients.Configured configured = Clients.configure(before);
        List<String> own = new ArrayList<>(configured.otherWords());
        own.addAll(words.subList(before.size(), words.size()));
        Arguments arguments = Arguments.parse(own);
        if (arguments.has(ToolOption.DEBUG)) {
            Inkwire.showTraces();
        }
        if (arguments.has(ToolOption.DEBUG_MS)) {
            Inkwire.debugMs((int) arguments.number(ToolOption.DEBUG_MS, "debug-ms", 0));
        }
        if (arguments.has(ToolOption.HELP)) {
            help(out);
            return 0;
        }
        if (arguments.has(ToolOption.VERSION)) {
            spec.root().commandLine().printVersionHelp(out);
            return 0;
        }
        run(configured.conf(), verb(arguments), arguments, out, err);
        out.flush();
        return 0;
    }

    private static Verb verb(Arguments arguments) {
        List<String> operands = arguments.operands();
        if (operands.isEmpty()) {
            throw new Failure("rados: you must give an action. Try --help");
        }
        Verb verb = Verb.named(operands.get(0));
        if (verb == null) {
            throw new Failure("unrecognized command " + operands.get(0) + "; -h or --help for usage");
        }
        if (verb.needsPool() && !arguments.has(ToolOption.POOL) && !arguments.has(ToolOption.PGID)) {
            throw new Failure(
                    verb == Verb.LS
                            ? "either pool name or pg id needs to be specified"
                            : "pool name was not specified: rados -p <pool> " + verb.usage());
        }
        int named = arguments.has(ToolOption.OBJ_NAME_FILE) ? 1 : 0;
        if (operands.size() - 1 < verb.operandsMin() - named) {
            throw new Failure("usage: rados [options] " + verb.usage());
        }
        return verb;
    }

    private static void run(CephConf conf, Verb verb, Arguments arguments, Output out, Output err)
            throws IOException, InterruptedException {
        if (arguments.has(ToolOption.STRIPER)) {
            throw TierVerbs.striperRefusal();
        }
        try (RadosClient client = Clients.connect(conf)) {
            if (arguments.has(ToolOption.CREATE) && arguments.has(ToolOption.POOL)) {
                PoolVerbs.createIfMissing(client, arguments);
            }
            Session s = new Session(client, arguments, out, err);
            if (verb.needsPool()) {
                s.io();
                SnapVerbs.refuseSnapshot(s);
            }
            run(verb, s);
            // While the client is open: a failure to print is a failure of the command.
            out.flush();
        }
    }

    private static void run(Verb verb, Session s) throws IOException, InterruptedException {
        switch (verb) {
            case LSPOOLS -> PoolVerbs.list(s);
            case MKPOOL -> PoolVerbs.make(s);
            case RMPOOL -> PoolVerbs.remove(s);
            case CPPOOL -> CopyVerbs.copyPool(s);
            case PURGE -> CopyVerbs.purge(s);
            case DF -> PoolVerbs.df(s);
            case LS -> ListVerb.run(s);
            case LSSNAP -> SnapVerbs.list(s);
            case MKSNAP -> SnapVerbs.make(s);
            case RMSNAP -> SnapVerbs.remove(s);
            case ROLLBACK -> SnapVerbs.rollback(s);
            case LISTSNAPS -> SnapVerbs.listClones(s);
            case GET -> ObjectVerbs.get(s);
            case PUT -> ObjectVerbs.put(s);
            case APPEND -> ObjectVerbs.append(s);
            case TRUNCATE -> ObjectVerbs.truncate(s);
            case CREATE -> ObjectVerbs.create(s);
            case RM -> ObjectVerbs.rm(s);
            case CP -> CopyVerbs.copy(s);
            case STAT -> ObjectVerbs.stat(s, false);
            case STAT2 -> ObjectVerbs.stat(s, true);
            case TOUCH -> ObjectVerbs.touch(s);
            case SET_ALLOC_HINT -> ObjectVerbs.setAllocHint(s);
            case LISTWATCHERS -> ObjectVerbs.listWatchers(s);
            case LISTXATTR -> XattrVerbs.list(s);
            case GETXATTR -> XattrVerbs.get(s);
            case SETXATTR -> XattrVerbs.set(s);
            case RMXATTR -> XattrVerbs.remove(s);
            case LISTOMAPKEYS -> OmapVerbs.listKeys(s);
            case LISTOMAPVALS -> OmapVerbs.listValues(s);
            case GETOMAPVAL -> OmapVerbs.get(s);
            case SETOMAPVAL -> OmapVerbs.set(s);
            case RMOMAPKEY -> OmapVerbs.remove(s);
            case CLEAROMAP -> OmapVerbs.clear(s);
            case GETOMAPHEADER -> OmapVerbs.getHeader(s);
            case SETOMAPHEADER -> OmapVerbs.setHeader(s);
            case LOCK -> LockVerbs.run(s);
            case BENCH -> BenchVerb.run(s);
            case CLEANUP -> CleanupVerb.run(s);
            case EXPORT -> ExportVerb.run(s);
            case IMPORT -> ImportVerb.run(s);
            case LIST_INCONSISTENT_PG,
                    LIST_INCONSISTENT_OBJ,
                    LIST_INCONSISTENT_SNAPSET,
                    LOAD_GEN,
                    MAPEXT,
                    WATCH,
                    NOTIFY,
                    SET_REDIRECT,
                    SET_CHUNK,
                    TIER_PROMOTE,
                    UNSET_MANIFEST,
                    TIER_FLUSH,
                    TIER_EVICT,
                    CACHE_FLUSH,
                    CACHE_TRY_FLUSH,
                    CACHE_EVICT,
                    CACHE_FLUSH_EVICT_ALL,
                    CACHE_TRY_FLUSH_EVICT_ALL -> throw TierVerbs.refusal(s, verb);
        }
    }

    private static void help(Output out) {
        out.println("usage: inkwire rados [options] <command>");
        out.println("The commands and options of Debian's rados; options may stand anywhere, -- ends them.");
        out.println();
        for (Verb verb : Verb.values()) {
            out.println("   " + verb.usage());
            out.println("                                    " + verb.purpose());
        }
        out.println();
        ToolOption.help(out);
    }
}
