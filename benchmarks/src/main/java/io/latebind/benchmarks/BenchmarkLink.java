package io.latebind.benchmarks;

import io.latebind.server.SystemIds;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.provisioning.UnclaimedVisitKeeping;
import io.latebind.server.provisioning.VisitObserver;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.rule.store.PgDeviceRuleStore;
import io.latebind.server.provisioning.rule.store.RuleRows;
import io.latebind.server.provisioning.store.CommandRows;
import io.latebind.server.provisioning.store.PgQueueStore;
import io.latebind.server.provisioning.store.PgUnclaimedVisitStore;
import io.latebind.server.secrecy.SecretCipher;
import java.time.Clock;

/** What devices call, as the service makes it, without the ports before it. */
final class BenchmarkLink {
    /** Where the devices of a benchmark come from: always the same, as most real ones do. */
    static final Origin FROM = new Origin("198.51.100.7", "benchmark");

    private BenchmarkLink() {}

    static DeviceLink of(Transactor transactor) {
        SystemIds ids = new SystemIds();
        SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_BYTES], ids);
        PgQueueStore queues = new PgQueueStore(new CommandRows(cipher), ids);
        return new DeviceLink(
                transactor,
                new DeviceLink.Stores(queues, new PgDeviceRuleStore(new RuleRows(cipher))),
                new UnclaimedVisitKeeping(transactor, new PgUnclaimedVisitStore(), VisitObserver.NONE),
                // no benchmark makes keys that the service certifies
                (_, _) -> {},
                VisitObserver.NONE,
                new DeviceLink.VisitTerms(Clock.systemUTC(), 5, false),
                ids);
    }
}
