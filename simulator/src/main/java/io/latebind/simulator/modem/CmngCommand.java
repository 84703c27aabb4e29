package io.latebind.simulator.modem;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code AT%CMNG}: write (0), list (1), read (2) and delete (3) credentials. */
final class CmngCommand {
    private static final int WRITE = 0;
    private static final int LIST = 1;
    private static final int READ = 2;
    private static final int DELETE = 3;
    private static final int MAX_WRITE_PARAMETERS = 5;

    private final CredentialStore credentials;
    private final WriteMode writeMode;

    CmngCommand(CredentialStore credentials, WriteMode writeMode) {
        this.credentials = credentials;
        this.writeMode = writeMode;
    }

    AtReply execute(AtLine line, boolean online) {
        OptionalLong opcode = line.number(0);
        if (opcode.isEmpty() || opcode.getAsLong() > DELETE) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        if (opcode.getAsLong() == LIST) {
            return list(line);
        }
        OptionalLong secTag = line.number(1);
        Optional<CredentialType> type =
                line.number(2).stream().boxed().findFirst().flatMap(CredentialType::of);
        if (secTag.isEmpty() || type.isEmpty()) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        if (online && opcode.getAsLong() != READ) {
            return new AtReply.CmeError(CmeError.NOT_ALLOWED_IN_ACTIVE_STATE);
        }
        return switch ((int) opcode.getAsLong()) {
            case WRITE -> write(line, secTag.getAsLong(), type.get());
            case READ -> read(line, secTag.getAsLong(), type.get());
            default -> delete(line, secTag.getAsLong(), type.get());
        };
    }

    private AtReply write(AtLine line, long secTag, CredentialType type) {
        Optional<String> content = line.string(3);
        boolean withPassword = line.parameters().size() == MAX_WRITE_PARAMETERS;
        if (content.isEmpty()
                || line.parameters().size() > MAX_WRITE_PARAMETERS
                || (withPassword && line.string(4).isEmpty())) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        if (!type.writable()) {
            return new AtReply.CmeError(CmeError.NOT_ALLOWED);
        }
        if (writeMode == WriteMode.REFUSES_519 && credentials.find(secTag, type).isPresent()) {
            return new AtReply.CmeError(CmeError.ALREADY_EXISTS);
        }
        if (!CredentialContent.isValid(type, content.get(), line.string(4).orElse(null))) {
            return new AtReply.CmeError(CmeError.INVALID_CONTENT);
        }
        credentials.put(new Credential(secTag, type, content.get(), P256Key.sha256Hex(content.get())));
        return AtReply.done();
    }

    private AtReply list(AtLine line) {
        OptionalLong secTag = line.number(1);
        OptionalLong type = line.number(2);
        boolean wrong = line.parameters().size() > 3
                || (line.parameters().size() > 1 && secTag.isEmpty())
                || (line.parameters().size() > 2 && type.isEmpty());
        if (wrong) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        List<String> lines = credentials.all().stream()
                .filter(held -> secTag.isEmpty() || held.secTag() == secTag.getAsLong())
                .filter(held -> type.isEmpty() || held.type().number() == type.getAsLong())
                .map(CmngCommand::listed)
                .toList();
        return new AtReply.Done(lines);
    }

    private AtReply read(AtLine line, long secTag, CredentialType type) {
        if (line.parameters().size() != 3) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        if (!type.readable()) {
            return new AtReply.CmeError(CmeError.NOT_ALLOWED);
        }
        return credentials
                .find(secTag, type)
                .map(held -> AtReply.done(listed(held) + ",\"" + held.content() + "\""))
                .orElse(new AtReply.CmeError(CmeError.NOT_FOUND));
    }

    private AtReply delete(AtLine line, long secTag, CredentialType type) {
        if (line.parameters().size() != 3) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        return credentials.remove(secTag, type) ? AtReply.done() : new AtReply.CmeError(CmeError.NOT_FOUND);
    }

    private static String listed(Credential held) {
        return "%%CMNG: %d,%d,\"%s\""
                .formatted(
                        held.secTag(), held.type().number(), held.fingerprint().toUpperCase(Locale.ROOT));
    }
}
