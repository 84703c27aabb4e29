package io.latebind.server.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a call goes: a URL, and the one address that was checked and is connected to, so that a name which changes its address in
 * between leads nowhere else.
 */
record OutboundTarget(boolean tls, String host, int port, String pathAndQuery, InetAddress address) {
    private static final int MAX_URL_CHARACTERS = 2048;

    /** Found, or why not. */
    sealed interface Found {
        record At(OutboundTarget target) implements Found {}

        /** @param reason completes "it …" */
        record Nowhere(String reason) implements Found {}
    }

    static Found find(String url, NameResolver names, boolean allowPrivate) {
        if (url.length() > MAX_URL_CHARACTERS) {
            return new Found.Nowhere("is longer than " + MAX_URL_CHARACTERS + " characters");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException notOne) {
            return new Found.Nowhere("is no URL");
        }
        Optional<String> objection = objection(uri);
        if (objection.isPresent()) {
            return new Found.Nowhere(objection.get());
        }
        boolean tls = scheme(uri).equals("https");
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        return addressed(uri, tls, host, port, names, allowPrivate);
    }

    private static String scheme(URI uri) {
        return Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    }

    private static Optional<String> objection(URI uri) {
        if (!scheme(uri).equals("https") && !scheme(uri).equals("http")) {
            return Optional.of("must begin with https:// or http://");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of(
                    "holds a user or a password, which would be shown with it; what is sent is signed instead");
        }
        if (uri.getHost() == null || uri.getHost().contains("%")) {
            return Optional.of("names no host");
        }
        if (uri.getRawFragment() != null) {
            return Optional.of("has a fragment (#), which is never sent; leave it out");
        }
        return uri.getPort() == 0 || uri.getPort() > 65535
                ? Optional.of("has no port from 1 to 65535")
                : Optional.empty();
    }

    private static Found addressed(
            URI uri, boolean tls, String host, int port, NameResolver names, boolean allowPrivate) {
        List<InetAddress> addresses;
        try {
            addresses = names.resolve(host);
        } catch (UnknownHostException unknown) {
            return new Found.Nowhere("names the host " + host + ", which is not known");
        }
        Optional<InetAddress> open = addresses.stream()
                .filter(address -> AddressRules.objection(address, allowPrivate).isEmpty())
                .findFirst();
        if (open.isEmpty()) {
            String kind = addresses.stream()
                    .flatMap(address -> AddressRules.objection(address, allowPrivate).stream())
                    .findFirst()
                    .orElse("no");
            return new Found.Nowhere("leads to a " + kind + " address, to which nothing is sent; give a public one"
                    + (allowPrivate ? "" : ", or ask the operator for webhook-allow-private"));
        }
        String path = Optional.ofNullable(uri.getRawPath())
                .filter(text -> !text.isEmpty())
                .orElse("/");
        String query =
                Optional.ofNullable(uri.getRawQuery()).map(text -> "?" + text).orElse("");
        return new Found.At(new OutboundTarget(tls, host, port, path + query, open.get()));
    }
}
