package io.latebind.cli;

import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Session;
import io.latebind.cli.client.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands, and gives what surrounds the program to the parts that need it. */
final class CommandFactory implements IFactory {
    private final Surroundings surroundings;
    private final IFactory others = CommandLine.defaultFactory();

    CommandFactory(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == Session.class) {
            return type.cast(new Session(surroundings));
        }
        if (type == Confirmation.class) {
            return type.cast(new Confirmation(surroundings.terminal()));
        }
        return others.create(type);
    }
}
