package io.latebind.cli.command;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.table.Cells;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code latebind commands add}: whose queue, and behind it what is added. */
@Command(
        name = "add",
        description = {
            "Adds commands at the end of the queues of devices.",
            "",
            "Several kinds may follow each other; they are added in that order. `commands add DEVICE KIND --help` tells the options of a kind. `finished` comes last: the device becomes PROVISIONED when it has"
                    + " acknowledged it."
        },
        synopsisSubcommandLabel = "KIND [options] [KIND [options]]…",
        commandListHeading = "%nKinds:%n",
        subcommandsRepeatable = true,
        subcommands = {
            AddSecTagKinds.Key.class,
            AddSecTagKinds.Csr.class,
            AddSecTagKinds.CloudKey.class,
            AddSecTagKinds.EndorsementKey.class,
            AddFileKinds.ServerCertificate.class,
            AddFileKinds.ClientCertificate.class,
            AddFileKinds.ClientKey.class,
            AddFileKinds.Psk.class,
            AddOtherKinds.Config.class,
            AddOtherKinds.Finished.class,
            AddOtherKinds.Request.class
        },
        footer = {
            "Examples:",
            "  latebind commands add 50363154 key --sec-tag 42 finished",
            "  latebind commands add --tag pilot server-cert --sec-tag 42 --file ca.pem",
            "  latebind commands add --tag pilot config provisioning/interval-sec=3600"
        })
final class AddCommands {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DEVICE", arity = "0..*", description = "Device UUIDs, or how they begin.")
    private @Nullable List<String> devices;

    @Option(names = "--tag", paramLabel = "TAG", description = "All devices that bear this tag.")
    private @Nullable String tag;

    private @Nullable List<String> targets;

    /**
     * The same for every kind on the command line, but for those that {@link #leaveOut} took out.
     *
     * @throws CommandFailed when there is none
     */
    List<String> targets(ServiceClient client) {
        if (targets == null) {
            targets = new ArrayList<>(find(client));
        }
        return List.copyOf(targets);
    }

    /** A device that refused a command gets none of those behind it: finished would say that it has what it has not. */
    void leaveOut(String device) {
        if (targets != null) {
            targets.remove(device);
        }
    }

    private List<String> find(ServiceClient client) {
        List<String> named = devices == null ? List.of() : devices;
        if (named.isEmpty() == (tag == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Give DEVICEs before the kind of command, or --tag TAG for all that bear it");
        }
        if (tag == null) {
            return DeviceNames.resolve(client, named);
        }
        List<String> tagged =
                Pages.read(client, Resource.of("/v1/claimed-devices").with("tag", tag), 0).items().stream()
                        .map(device -> Cells.text(device, "id"))
                        .toList();
        if (tagged.isEmpty()) {
            throw CommandFailed.failed(
                    "No device that you can see bears the tag " + tag + ".",
                    "`latebind devices list` shows the devices.");
        }
        return tagged;
    }
}
