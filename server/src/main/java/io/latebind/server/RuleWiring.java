package io.latebind.server;

import io.latebind.server.device.store.PgDeviceStore;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.provisioning.SigningTerms;
import io.latebind.server.provisioning.rule.ChangeRule;
import io.latebind.server.provisioning.rule.ChangeTag;
import io.latebind.server.provisioning.rule.CreateRule;
import io.latebind.server.provisioning.rule.DeleteRule;
import io.latebind.server.provisioning.rule.ReadRule;
import io.latebind.server.provisioning.rule.ReadTag;
import io.latebind.server.provisioning.rule.ShowPreview;
import io.latebind.server.provisioning.rule.api.PreviewRoutes;
import io.latebind.server.provisioning.rule.api.RuleRoutes;
import io.latebind.server.provisioning.rule.api.TagRoutes;
import io.latebind.server.provisioning.rule.store.PgDeviceRuleStore;
import io.latebind.server.provisioning.rule.store.PgRuleStore;
import io.latebind.server.provisioning.rule.store.PgTagStore;
import io.latebind.server.provisioning.rule.store.RuleRows;
import io.latebind.server.provisioning.store.PgQueueStore;
import java.util.ArrayList;
import java.util.List;

/** Provisioning rules and tags. */
final class RuleWiring {
    private RuleWiring() {}

    static List<ApiRoute> routes(
            Foundation on, PgQueueStore queues, PgDeviceRuleStore deviceRules, CertificateWiring certificates) {
        SigningTerms terms = ProvisioningWiring.signingTerms(certificates);
        PgRuleStore rules = new PgRuleStore(new RuleRows(on.cipher()));
        PgTagStore tags = new PgTagStore();
        List<ApiRoute> routes = new ArrayList<>(new RuleRoutes(
                        new ReadRule(on.transactor(), rules, deviceRules),
                        new CreateRule(on.transactor(), rules, deviceRules, on.audit(), on.clock(), on.ids(), terms),
                        new ChangeRule(on.transactor(), rules, deviceRules, on.audit(), on.clock(), terms),
                        new DeleteRule(on.transactor(), rules, deviceRules, on.audit()))
                .routes());
        routes.addAll(new TagRoutes(
                        new ReadTag(on.transactor(), tags),
                        new ChangeTag(on.transactor(), tags, rules, on.audit(), on.clock()))
                .routes());
        routes.addAll(new PreviewRoutes(
                        new ShowPreview(on.transactor(), new PgDeviceStore(), queues, deviceRules, on.clock()))
                .routes());
        return routes;
    }
}
