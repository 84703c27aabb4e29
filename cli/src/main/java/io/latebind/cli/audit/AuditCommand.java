package io.latebind.cli.audit;

import picocli.CommandLine.Command;

/** {@code latebind audit}. */
@Command(
        name = "audit",
        description = {
            "Who changed what, when and from where.",
            "",
            "Every event carries the hash of the one before it, so that nothing can be altered or taken out unnoticed."
        },
        subcommands = {ListAudit.class, ExportAudit.class, VerifyAudit.class},
        footer = {"Example:", "  latebind audit list --device 50363154"})
public final class AuditCommand {}
