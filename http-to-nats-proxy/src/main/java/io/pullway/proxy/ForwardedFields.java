package io.pullway.proxy;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.pullway.wire.FieldLines;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Who the client is, in {@code X-Forwarded-For/Host/Proto/Prefix}: what a trusted gateway says, or what
 * the proxy sees itself. {@code Forwarded} (RFC 7239) is passed on from a trusted gateway only.
 */
final class ForwardedFields {
    private static final String FOR = "x-forwarded-for";
    private static final String HOST = "x-forwarded-host";
    private static final String PROTO = "x-forwarded-proto";
    private static final String PREFIX = "x-forwarded-prefix";

    private static final Pattern ORIGIN =
            Pattern.compile("https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    private final List<IpSubnetFilterRule> trusted;
    private final String apiRoot;

    /** @throws IllegalArgumentException with one sentence if a gateway is not an address or a network */
    ForwardedFields(List<String> trustedGateways, String apiRoot) {
        this.trusted = trustedGateways.stream().map(ForwardedFields::network).toList();
        this.apiRoot = apiRoot;
    }

    /** Sets {@code host}, which HTTP/2 sends otherwise, adds the four fields, and {@code via}. */
    void addTo(FieldLines fields, HttpServerRequest request) {
        String host = host(fields.first("host"), request);
        fields.set("host", host);
        SocketAddress peer = request.remoteAddress();
        boolean believed = isTrusted(peer);
        String peerAddress = peer == null || peer.hostAddress() == null ? "unknown" : peer.hostAddress();
        if (believed) {
            request.headers().getAll("forwarded").forEach(line -> fields.add("forwarded", line));
        }
        fields.add(FOR, said(request, FOR, believed, peerAddress));
        fields.add(HOST, said(request, HOST, believed, host));
        fields.add(PROTO, said(request, PROTO, believed, request.scheme()));
        fields.add(PREFIX, said(request, PREFIX, believed, "") + apiRoot);
        // RFC 9110 section 7.6.3: a gateway says so in what it passes on.
        fields.add("via", (request.version() == HttpVersion.HTTP_2 ? "2" : "1.1") + " pullway");
    }

    /**
     * How the client's browser names this host: {@code https://shop.example}, for redirects back to it.
     *
     * @return null if what the request says is no host
     */
    String origin(HttpServerRequest request) {
        boolean believed = isTrusted(request.remoteAddress());
        String host = first(said(request, HOST, believed, host(request.getHeader("host"), request)));
        String scheme = first(said(request, PROTO, believed, request.scheme()));
        String origin = scheme + "://" + host;
        return ORIGIN.matcher(origin).matches() ? origin : null;
    }

    /**
     * The client's address, for limits: the peer's, or behind trusted gateways the last one in {@code
     * X-Forwarded-For} that is not theirs. What stands before that the client may have made up.
     *
     * @return IPv4 as a whole, of IPv6 the network (64 bits), of which one client has all addresses; -1 if unknown
     */
    long clientAddress(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        byte[] client = peer == null || peer.hostAddress() == null ? null : ClientAddress.parse(peer.hostAddress());
        if (client == null || !isTrusted(client)) {
            return ClientAddress.key(client);
        }
        List<String> said =
                List.of(String.join(",", request.headers().getAll(FOR)).split(","));
        for (String each : said.reversed()) {
            byte[] before = ClientAddress.parse(each.strip());
            if (before == null) {
                break;
            }
            client = before;
            if (!isTrusted(client)) {
                break;
            }
        }
        return ClientAddress.key(client);
    }

    /** That of an absolute target goes before the field (RFC 9112 section 3.2.2). */
    private static String host(String field, HttpServerRequest request) {
        String uri = request.uri();
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (scheme > 0) {
            int start = scheme + 3;
            int end = start;
            while (end < uri.length() && "/?".indexOf(uri.charAt(end)) < 0) {
                end++;
            }
            return uri.substring(start, end);
        }
        HostAndPort authority = field == null ? request.authority() : null;
        return authority == null ? Objects.requireNonNullElse(field, "") : authority.toString();
    }

    private static String said(HttpServerRequest request, String name, boolean believed, String seen) {
        if (!believed) {
            return seen;
        }
        List<String> values = request.headers().getAll(name);
        return values.isEmpty() ? seen : String.join(", ", values);
    }

    /** Of several gateways the one that the client speaks to comes first. */
    private static String first(String list) {
        int comma = list.indexOf(',');
        return comma < 0 ? list : list.substring(0, comma).strip();
    }

    private boolean isTrusted(SocketAddress peer) {
        if (trusted.isEmpty() || peer == null || peer.hostAddress() == null) {
            return false;
        }
        byte[] address = ClientAddress.parse(peer.hostAddress());
        return address != null && isTrusted(address);
    }

    private boolean isTrusted(byte[] bytes) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
            return trusted.stream().anyMatch(network -> network.matches(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static IpSubnetFilterRule network(String text) {
        int slash = text.indexOf('/');
        try {
            String address = slash < 0 ? text : text.substring(0, slash);
            int whole = address.indexOf(':') < 0 ? 32 : 128;
            int bits = slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1));
            return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("pullway.proxy.trusted-gateways holds '" + text
                    + "'; allowed: IP addresses and networks such as 10.0.0.0/8");
        }
    }
}
