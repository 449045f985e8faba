package io.pullway.proxy;

import io.netty.util.NetUtil;
import java.nio.ByteBuffer;

/** Addresses as text, of peers and as gateways write them. Nothing is looked up. */
final class ClientAddress {
    /** No IPv6 network that is in use begins like that. */
    private static final long IS_IPV4 = 0xFFFF_FFFFL << 32;

    /** 255.255.255.255, from which nothing comes. */
    private static final long UNKNOWN = -1;

    private ClientAddress() {}

    /** @return 4 or 16 bytes of an address with or without a port ({@code 192.0.2.1:80}, {@code [::1]:80}), or null */
    static byte[] parse(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') : -1;
        int colon = text.indexOf(':');
        String address;
        if (end > 0) {
            address = text.substring(1, end);
        } else if (colon > 0 && colon == text.lastIndexOf(':')) {
            address = text.substring(0, colon);
        } else {
            address = text;
        }
        return NetUtil.createByteArrayFromIpAddressString(address);
    }

    /** IPv4 as a whole, also inside of IPv6; of IPv6 the network; -1 for null. */
    static long key(byte[] address) {
        if (address == null) {
            return UNKNOWN;
        }
        ByteBuffer bytes = ByteBuffer.wrap(address);
        if (address.length == 4) {
            return IS_IPV4 | Integer.toUnsignedLong(bytes.getInt());
        }
        boolean mapped = bytes.getLong(0) == 0 && bytes.getInt(8) == 0xFFFF;
        return mapped ? IS_IPV4 | Integer.toUnsignedLong(bytes.getInt(12)) : bytes.getLong(0);
    }
}
