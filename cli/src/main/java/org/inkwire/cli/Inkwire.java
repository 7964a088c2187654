// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.inkwire.cli.bench.BenchCommand;
import org.inkwire.cli.demo.DemoCommand;
import org.inkwire.cli.rados.RadosCommand;
import org.inkwire.cli.sim.SimCommand;
import org.inkwire.cli.sim.StressCommand;
import org.inkwire.cli.status.StatusCommand;
import org.inkwire.cli.vstart.DaemonCommand;
import org.inkwire.cli.vstart.StopCommand;
import org.inkwire.cli.vstart.VstartCommand;
import org.inkwire.wire.RawPath;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code inkwire} command. Subcommands parse options, call a module below and print results to stdout, everything
 * else to stderr. Exit status 0, or 1 with a one-line reason.
 */
@Command(
        name = "inkwire",
        description = "A Ceph RADOS cluster and client in pure Java.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            VstartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            RadosCommand.class,
            SimCommand.class,
            StressCommand.class,
            BenchCommand.class,
            DaemonCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Inkwire implements Runnable {
    /** The status of the rados and ceph tools for every failure. */
    private static final int FAILED = 1;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--debug-ms",
            paramLabel = "LEVEL",
            scope = ScopeType.INHERIT,
            description = "Messenger log on stderr: 1 messages and states, 10 and more everything.")
    void debugMsOption(int level) {
        debugMs(level);
    }

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "After an error, show where in the program it happened.")
    void debugOption(boolean on) {
        if (on) {
            showTraces();
        }
    }

    private Inkwire() {}

    /** Sets the level of the messenger's log. */
    public static void debugMs(int level) {
        Logging.messenger(level);
    }

    /** From now on, errors show where in the program they happened. */
    public static void showTraces() {
        Errors.showTraces();
    }

    public static void main(String[] args) {
        // Netty derives it from the hardware's address, and warns where only the loopback interface exists.
        System.getProperties().putIfAbsent("io.netty.machineId", "02:00:00:00:00:01");
        Output out = Output.stdout();
        Output err = Output.stderr();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> report(failure, err));
        System.exit(run(args, out, err));
    }

    private static int run(String[] args, Output out, Output err) {
        try {
            Errors.prepare();
            FileLimit.openClassPath();
            FileLimit.require("inkwire", FileLimit.OF_A_CLIENT);
            int status = commandLine().setOut(out).setErr(err).execute(NativeStrings.arguments(args));
            out.flush();
            return status;
        } catch (Throwable failure) {
            // Everything: what comes here has ended the command, and a JVM that dies of it prints only a trace.
            return report(failure, err);
        }
    }

    private static int report(Throwable failure, Output err) {
        try {
            return Errors.report(failure, err);
        } catch (LinkageError unloadable) {
            // Not even those of Output.
            System.err.println(
                    "cannot load the program's classes: too few file descriptors (ulimit -n), or files are missing");
            return FAILED;
        }
    }

    /** The command with its handlers; also for tests. */
    public static CommandLine commandLine() {
        CommandLine inkwire = new CommandLine(new Inkwire());
        BenchCommand.addBenchmarks(
                Objects.requireNonNull(inkwire.getSubcommands().get("bench")));
        inkwire.setParameterExceptionHandler((e, arguments) -> usageError(e));
        inkwire.setExecutionExceptionHandler((e, command, parsed) -> Errors.report(e, command.getErr()));
        // A word that begins with @ is a name, not a file of arguments.
        inkwire.setExpandAtFiles(false);
        inkwire.registerConverter(Path.class, RawPath::of);
        // Help is printed outside of any command: its failure takes the same way.
        inkwire.setExecutionStrategy(parsed -> {
            try {
                return new CommandLine.RunLast().execute(parsed);
            } catch (Output.Lost lost) {
                throw new CommandLine.ExecutionException(inkwire, "help", lost);
            }
        });
        inkwire.setCaseInsensitiveEnumValuesAllowed(true);
        // Takes its words apart itself.
        Objects.requireNonNull(inkwire.getSubcommands().get("rados"))
                .setStopAtPositional(true)
                .setUnmatchedOptionsArePositionalParams(true);
        return inkwire;
    }

    /** Runs when there is no subcommand. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is required");
    }

    private static int usageError(ParameterException e) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(e.getMessage());
        command.getErr().println(command.getUsageMessage().strip());
        command.getErr().flush();
        return FAILED;
    }
}
