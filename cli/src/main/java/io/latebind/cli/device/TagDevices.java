package io.latebind.cli.device;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind devices tag}. */
@Command(
        name = "tag",
        description = {
            "Adds tags to devices and takes them away.",
            "",
            "Other tags stay as they are."
                    + " Rules that are bound to a new tag give their commands to the device at its next visit."
        },
        footer = {
            "Examples:",
            "  latebind devices tag 50363154 +pilot -factory",
            "  latebind devices tag 50363154 4ac3b9d8 --set pilot,oslo"
        })
final class TagDevices implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(
            paramLabel = "DEVICE|+TAG|-TAG",
            arity = "1..*",
            description = "Devices, tags to add with + before them, tags to take away with - before them.")
    private List<String> words = List.of();

    @Option(names = "--add", paramLabel = "TAG", split = ",", description = "Another way to write +TAG.")
    private List<String> added = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "TAG", split = ",", description = "Another way to write -TAG.")
    private List<String> removed = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "TAGS",
            description = "Exactly these tags, with commas between; '' takes all away.")
    private @Nullable String exactly;

    /** Without -h, which would be taken out of -hello. */
    @Option(names = "--help", usageHelp = true, order = 99, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call() {
        List<String> add = new ArrayList<>(added);
        List<String> remove = new ArrayList<>(removed);
        List<String> devices = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("+")) {
                add.add(tag(word));
            } else if (word.startsWith("-")) {
                remove.add(tag(word));
            } else {
                devices.add(word);
            }
        }
        ObjectNode change = change(add, remove);
        if (devices.isEmpty()) {
            throw session.wrong("Which device? `latebind devices tag DEVICE +TAG`");
        }
        ServiceClient client = session.client();
        return Each.of(
                session,
                DeviceNames.resolve(client, devices),
                "tagged",
                id -> client.send(Call.patch(Resource.of("/v1/claimed-devices/{}", id), change)));
    }

    private ObjectNode change(List<String> add, List<String> remove) {
        boolean changes = !add.isEmpty() || !remove.isEmpty();
        if (changes == (exactly != null)) {
            throw session.wrong(
                    changes
                            ? "--set says all tags: leave +TAG and -TAG out, or --set"
                            : "Which tags? Write +TAG to add one, -TAG to take one away, or --set TAG,TAG");
        }
        ObjectNode change = JsonMapper.shared().createObjectNode();
        if (exactly != null) {
            TagList.split(exactly).forEach(change.putArray("tags")::add);
            return change;
        }
        if (!add.isEmpty()) {
            add.forEach(change.putArray("addTags")::add);
        }
        if (!remove.isEmpty()) {
            remove.forEach(change.putArray("removeTags")::add);
        }
        return change;
    }

    private String tag(String word) {
        String tag = word.substring(1);
        if (tag.isEmpty() || tag.startsWith("-")) {
            throw session.wrong("'" + word + "' is neither a device nor an option nor a tag with + or - before it");
        }
        return tag;
    }
}
