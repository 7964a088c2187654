// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.entity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * {@code entity_addr_t}: address type, nonce and socket address (protocol: encoding section 4). Two
 * addresses are equal when all three are. Immutable.
 *
 * <p>Wire (MSG_ADDR2 form): u8 1, struct v1 c1 of u32 type, u32 nonce, u32 length, then the Linux
 * sockaddr with a little-endian family. The legacy form (first byte 0) is decoded, never encoded. A socket address that is
 * neither IPv4 nor IPv6, such as the zeros of Ceph's blank address, is kept, and so is an unknown type.
 */
public final class EntityAddr implements Comparable<EntityAddr> {
    /** Address types, by wire number. */
    public enum Type {
        NONE(0, "-"),
        LEGACY(1, "v1"),
        MSGR2(2, "v2"),
        ANY(3, "any"),
        CIDR(4, "cidr"),
        /** Any other; the address keeps its number. */
        UNKNOWN(-1, "???");

        private final int code;
        private final String text;

        Type(int code, String text) {
            this.code = code;
            this.text = text;
        }

        private static Type of(long code) {
            for (Type t : values()) {
                if (t.code == code) {
                    return t;
                }
            }
            return UNKNOWN;
        }
    }

    private static final int FAMILY_INET = 2;
    private static final int FAMILY_INET6 = 10;
    private static final int SOCKADDR_IN_BYTES = 16;
    private static final int SOCKADDR_IN6_BYTES = 28;
    private static final int LEGACY_SOCKADDR_BYTES = 128;
    private static final int NO_SCOPE = -1;
    private static final int MARKER_LEGACY = 0;
    private static final int MARKER_ADDR2 = 1;

    /** Shortest encoded form: marker, struct header, type, nonce, zero sockaddr length. */
    static final int MIN_BYTES = 19;

    private static final byte[] NO_SOCKADDR = {};

    public static final EntityAddr BLANK = new EntityAddr(Type.NONE, 0, NO_SOCKADDR);

    private final Type type;
    private final int typeCode;
    private final int nonce;
    /**
     * 16 bytes for IPv4, else 28: family LE, port BE, address; as on the wire. Empty if all would be zero. Never changed.
     */
    private final byte[] sockaddr;

    private EntityAddr(Type type, int nonce, byte[] sockaddr) {
        this(type, type.code, nonce, sockaddr);
    }

    private EntityAddr(Type type, int typeCode, int nonce, byte[] sockaddr) {
        this.type = type;
        this.typeCode = typeCode;
        this.nonce = nonce;
        this.sockaddr = sockaddr;
    }

    private int family() {
        return sockaddr.length == 0 ? 0 : (sockaddr[0] & 0xff) | (sockaddr[1] & 0xff) << 8;
    }

    /** @param nonce unsigned 32 bit */
    public static EntityAddr of(Type type, int nonce, InetAddress ip, int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port);
        }
        byte[] address = ip.getAddress();
        boolean v4 = address.length == 4;
        byte[] sa = new byte[v4 ? SOCKADDR_IN_BYTES : SOCKADDR_IN6_BYTES];
        sa[0] = (byte) (v4 ? FAMILY_INET : FAMILY_INET6);
        sa[2] = (byte) (port >> 8);
        sa[3] = (byte) port;
        System.arraycopy(address, 0, sa, v4 ? 4 : 8, address.length);
        return new EntityAddr(type, nonce, sa);
    }

    public static EntityAddr msgr2(InetSocketAddress address, int nonce) {
        return of(Type.MSGR2, nonce, address.getAddress(), address.getPort());
    }

    /**
     * Parses {@code v2:127.0.0.1:6800/123}, {@code v2:[::1]:3300/0}; the type prefix defaults to v2, the nonce to 0.
     * Numeric addresses only; no name lookup. A scope ({@code %eth0}) is not part of an address.
     *
     * @throws IllegalArgumentException naming the text
     */
    public static EntityAddr parse(String text) {
        String rest = text;
        Type type = Type.MSGR2;
        for (Type t : Type.values()) {
            if (t != Type.NONE && t != Type.UNKNOWN && rest.startsWith(t.text + ":")) {
                type = t;
                rest = rest.substring(t.text.length() + 1);
            }
        }
        try {
            int nonce = 0;
            int slash = rest.lastIndexOf('/');
            if (slash >= 0) {
                nonce = Integer.parseUnsignedInt(rest.substring(slash + 1));
                rest = rest.substring(0, slash);
            }
            int colon = rest.lastIndexOf(':');
            if (colon < 0 || rest.endsWith("]")) {
                throw new IllegalArgumentException("no port");
            }
            int port = Integer.parseInt(rest.substring(colon + 1));
            String host = rest.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            if (!host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[0-9a-zA-Z]+)?")) {
                throw new IllegalArgumentException("not a numeric address");
            }
            return of(type, nonce, numeric(host), port);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an address: " + text, e);
        }
    }

    /** As written: {@code ::ffff:1.2.3.4} stays IPv6; Java would turn it into IPv4. */
    private static InetAddress numeric(String host) throws UnknownHostException {
        InetAddress ip = InetAddress.getByName(host);
        byte[] bytes = ip.getAddress();
        if (bytes.length != 4 || host.indexOf(':') < 0) {
            return ip;
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return Inet6Address.getByAddress(null, mapped, NO_SCOPE);
    }

    public Type type() {
        return type;
    }

    /** Unsigned 32 bit. */
    public int nonce() {
        return nonce;
    }

    public boolean isBlank() {
        return !hasIp() || isBlankIp() && port() == 0;
    }

    /** Whether there is an IP address, even the wildcard. */
    public boolean hasIp() {
        return isIpv4() || isIpv6();
    }

    public boolean isIpv4() {
        return family() == FAMILY_INET;
    }

    public boolean isIpv6() {
        return family() == FAMILY_INET6;
    }

    /** True when there is no IP or it is the wildcard. */
    public boolean isBlankIp() {
        if (!hasIp()) {
            return true;
        }
        int from = isIpv6() ? 8 : 4;
        int to = isIpv6() ? 24 : 8;
        for (int i = from; i < to && i < sockaddr.length; i++) {
            if (sockaddr[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** 0 .. 65535; 0 when blank. */
    public int port() {
        return !hasIp() ? 0 : (sockaddr[2] & 0xff) << 8 | (sockaddr[3] & 0xff);
    }

    /** @throws IllegalStateException when blank */
    public InetAddress ip() {
        if (!hasIp()) {
            throw new IllegalStateException("blank address");
        }
        try {
            // InetAddress.getByAddress would turn ::ffff:a.b.c.d into an IPv4 address, which differs on the wire.
            return isIpv4()
                    ? InetAddress.getByAddress(Arrays.copyOfRange(sockaddr, 4, 8))
                    : Inet6Address.getByAddress(null, Arrays.copyOfRange(sockaddr, 8, 24), NO_SCOPE);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(ip(), port());
    }

    public EntityAddr withNonce(int newNonce) {
        return new EntityAddr(type, typeCode, newNonce, sockaddr);
    }

    public EntityAddr withType(Type newType) {
        return new EntityAddr(newType, nonce, sockaddr);
    }

    /** @throws IllegalStateException when there is no socket address to change */
    public EntityAddr withPort(int newPort) {
        return of(type, nonce, ip(), newPort);
    }

    /** Whether both are IPv4 or both are IPv6. */
    public boolean sameFamily(EntityAddr other) {
        return hasIp() && family() == other.family();
    }

    /** Whether IP and port are equal, whatever the nonce and type: in the spirit of {@code probably_equals}. */
    public boolean sameSocket(EntityAddr other) {
        return Arrays.equals(sockaddr, other.sockaddr);
    }

    /**
     * Order used to decide connection races: the struct's little-endian memory compared byte by byte, so the nonce
     * decides from its lowest byte (protocol: msgr2 section 7.3).
     */
    @Override
    public int compareTo(EntityAddr other) {
        int byType = compareLittleEndian(typeCode, other.typeCode);
        if (byType != 0) {
            return byType;
        }
        int byNonce = compareLittleEndian(nonce, other.nonce);
        return byNonce != 0 ? byNonce : Arrays.compareUnsigned(sockaddr, other.sockaddr);
    }

    private static int compareLittleEndian(int a, int b) {
        return Integer.compareUnsigned(Integer.reverseBytes(a), Integer.reverseBytes(b));
    }

    public void encode(Encoder out) {
        out.u8(MARKER_ADDR2);
        out.start(1, 1);
        out.u32(typeCode);
        out.u32(nonce);
        // A blank address has zeros, as in Ceph.
        byte[] sa = sockaddr.length == 0 ? new byte[SOCKADDR_IN6_BYTES] : sockaddr;
        out.u32(sa.length);
        out.raw(sa);
        out.finish();
    }

    public static EntityAddr decode(Decoder in) {
        int marker = in.u8();
        return switch (marker) {
            case MARKER_LEGACY -> decodeLegacy(in);
            case MARKER_ADDR2 -> decodeAddr2(in);
            default -> throw new MalformedInputException("address marker " + marker);
        };
    }

    private static EntityAddr decodeAddr2(Decoder in) {
        in.start(1);
        int typeCode = in.s32();
        int nonce = in.s32();
        int length = in.count(1);
        if (length == 1 || length > SOCKADDR_IN6_BYTES) {
            throw new MalformedInputException("sockaddr of " + length + " bytes");
        }
        byte[] sa = in.raw(length);
        in.finish();
        return new EntityAddr(Type.of(typeCode), typeCode, nonce, canonical(sa));
    }

    /** Of its family's length, filled up with zeros; empty if there is nothing but zeros. */
    private static byte[] canonical(byte[] sa) {
        int family = sa.length == 0 ? 0 : (sa[0] & 0xff) | (sa[1] & 0xff) << 8;
        int length = family == FAMILY_INET ? SOCKADDR_IN_BYTES : SOCKADDR_IN6_BYTES;
        boolean zeros = true;
        for (byte b : sa) {
            zeros &= b == 0;
        }
        return zeros ? NO_SOCKADDR : sa.length == length ? sa : Arrays.copyOf(sa, length);
    }

    private static EntityAddr decodeLegacy(Decoder in) {
        in.skip(3);
        int nonce = in.s32();
        byte[] storage = in.raw(LEGACY_SOCKADDR_BYTES);
        int family = (storage[0] & 0xff) << 8 | (storage[1] & 0xff);
        int length = family == FAMILY_INET ? SOCKADDR_IN_BYTES : family == FAMILY_INET6 ? SOCKADDR_IN6_BYTES : 0;
        byte[] sa = Arrays.copyOf(storage, length);
        if (length > 0) {
            sa[0] = (byte) family;
            sa[1] = 0;
        }
        return new EntityAddr(length == 0 ? Type.NONE : Type.LEGACY, nonce, sa);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof EntityAddr a
                && typeCode == a.typeCode
                && nonce == a.nonce
                && Arrays.equals(sockaddr, a.sockaddr);
    }

    @Override
    public int hashCode() {
        return (Arrays.hashCode(sockaddr) * 31 + nonce) * 31 + typeCode;
    }

    /** Ceph's text: {@code v2:127.0.0.1:6800/123}; {@code -} when blank and untyped. */
    @Override
    public String toString() {
        if (!hasIp()) {
            return type == Type.NONE ? "-" : type.text + ":-/" + Integer.toUnsignedString(nonce);
        }
        return type.text + ":" + hostPort() + "/" + Integer.toUnsignedString(nonce);
    }

    /** {@code 127.0.0.1:6800} or {@code [::1]:6800}. */
    public String hostPort() {
        String host = isIpv4() ? ip().getHostAddress() : "[" + compressed(ip().getAddress()) + "]";
        return host + ":" + port();
    }

    /** RFC 5952 text of an IPv6 address, which Java's own getHostAddress does not compress. */
    private static String compressed(byte[] ip) {
        int[] words = new int[8];
        for (int i = 0; i < 8; i++) {
            words[i] = (ip[2 * i] & 0xff) << 8 | (ip[2 * i + 1] & 0xff);
        }
        if (words[5] == 0xffff && (words[0] | words[1] | words[2] | words[3] | words[4]) == 0) {
            return "::ffff:" + (ip[12] & 0xff) + "." + (ip[13] & 0xff) + "." + (ip[14] & 0xff) + "." + (ip[15] & 0xff);
        }
        int bestAt = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int n = 0;
            while (i + n < 8 && words[i + n] == 0) {
                n++;
            }
            if (n > bestLength) {
                bestAt = i;
                bestLength = n;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestAt) {
                text.append("::");
                i += bestLength - 1;
            } else {
                if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(words[i]));
            }
        }
        return text.toString();
    }
}
