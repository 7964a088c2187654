// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import org.inkwire.cli.demo.DemoCommand;
import org.inkwire.cli.rados.RadosCommand;
import org.inkwire.cli.sim.SimCommand;
import org.inkwire.cli.sim.StressCommand;
import org.inkwire.cli.status.StatusCommand;
import org.inkwire.cli.vstart.DaemonCommand;
import org.inkwire.cli.vstart.StopCommand;
import org.inkwire.cli.vstart.VstartCommand;
import org.inkwire.objecter.error.RadosException;
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
    void debugMs(int level) {
        Logging.messenger(level);
    }

    private Inkwire() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command with its handlers; also for tests. */
    public static CommandLine commandLine() {
        CommandLine inkwire = new CommandLine(new Inkwire());
        inkwire.setParameterExceptionHandler((e, arguments) -> usageError(e));
        inkwire.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
        inkwire.setCaseInsensitiveEnumValuesAllowed(true);
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

    private static int failed(Exception e, CommandLine command) {
        if (e instanceof Failure || e instanceof RadosException) {
            command.getErr().println(e.getMessage());
        } else if (e instanceof InterruptedException) {
            command.getErr().println("interrupted");
        } else {
            // A bug or a full disk: print the stack trace.
            e.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return FAILED;
    }
}
