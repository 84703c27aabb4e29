package io.latebind.cli;

import io.latebind.cli.demo.Demo;
import io.latebind.server.LatebindServer;
import io.latebind.server.config.ServerConfig;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the commands start. */
final class Starters {
    private static final Logger LOG = LoggerFactory.getLogger(Starters.class);

    private Starters() {}

    static ServerStarter server() {
        return RealService::new;
    }

    private static final class RealService implements ServerStarter.Service {
        private final ServerConfig config;
        private final LatebindServer server;

        RealService(ServerConfig config) {
            this.config = config;
            this.server = new LatebindServer(config);
        }

        @Override
        public void start() throws InterruptedException {
            LatebindServer.Started started = server.start();
            LOG.info(
                    "serving users on {}, devices over HTTPS on {} and over CoAP on {}; the owner's API key is in {}, the devices'"
                            + " root certificate in {}",
                    address(started.api()),
                    address(started.deviceHttps()),
                    started.deviceCoap().map(RealService::address).orElse("no port"),
                    started.ownerKey(),
                    started.rootCertificate());
            if (config.demo()) {
                new Demo(config, started, System.out).run();
            }
        }

        private static String address(InetSocketAddress socket) {
            String host = socket.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getPort();
        }

        @Override
        public void stop() {
            server.close();
        }
    }
}
