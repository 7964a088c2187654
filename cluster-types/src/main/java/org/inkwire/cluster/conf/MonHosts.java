// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Parses {@code mon_host}: monitors separated by commas, semicolons or blanks, each
 * {@code [v2:ip:port/0,v1:ip:port/0]}, {@code v2:ip:port}, {@code ip:port}, {@code ip}, or the same with a host name.
 * Without a type the port decides: 6789 is v1, any other (such as 3300) is v2; without a port both well-known ports
 * apply. In brackets an address without a type is v2, whatever its port. Pure except for name resolution. Ceph: {@code MonMap::init_with_ips}, {@code _add_ambiguous_addr}.
 */
public final class MonHosts {
    public static final int PORT_MSGR2 = 3300;
    public static final int PORT_LEGACY = 6789;

    private static final Pattern BARE_IP =
            Pattern.compile("\\[(?:[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*)\\]");

    /** Looks up a host name. */
    @FunctionalInterface
    public interface Resolver {
        /** @throws UnknownHostException if there is no such host */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private MonHosts() {}

    /**
     * @param resolver also called for numeric addresses, for which it must not block
     * @return one address vector per monitor, in the order written; a host name with several addresses is several
     *     monitors
     * @throws ConfException naming the entry
     */
    public static List<EntityAddrVec> parse(String text, Resolver resolver) {
        List<EntityAddrVec> monitors = new ArrayList<>();
        for (String entry : split(text)) {
            if (isVector(entry)) {
                List<EntityAddr> addrs = new ArrayList<>();
                for (String part : entry.substring(1, entry.length() - 1).split("[,;\\s]+", -1)) {
                    for (EntityAddrVec one : parseOne(part, EntityAddr.Type.MSGR2, resolver)) {
                        addrs.addAll(one.addrs());
                    }
                }
                monitors.add(new EntityAddrVec(addrs));
            } else {
                monitors.addAll(parseOne(entry, EntityAddr.Type.ANY, resolver));
            }
        }
        return monitors;
    }

    /** Whether the brackets hold addresses, not one IP without a port. */
    private static boolean isVector(String entry) {
        return entry.startsWith("[")
                && entry.endsWith("]")
                && !BARE_IP.matcher(entry).matches();
    }

    /** @param untyped the type of an address that names none; ANY: the port decides */
    private static List<EntityAddrVec> parseOne(String entry, EntityAddr.Type untyped, Resolver resolver) {
        String rest = entry;
        EntityAddr.Type type = untyped;
        if (rest.startsWith("any:")) {
            type = EntityAddr.Type.MSGR2;
            rest = rest.substring(4);
        } else if (rest.startsWith("v2:")) {
            type = EntityAddr.Type.MSGR2;
            rest = rest.substring(3);
        } else if (rest.startsWith("v1:")) {
            type = EntityAddr.Type.LEGACY;
            rest = rest.substring(3);
        }
        int nonce = 0;
        int slash = rest.lastIndexOf('/');
        if (slash >= 0) {
            nonce = number(entry, rest.substring(slash + 1), 0xffff_ffffL);
            rest = rest.substring(0, slash);
        }
        String host = rest;
        int port = 0;
        int colon = rest.lastIndexOf(':');
        boolean bareIpv6 = !rest.startsWith("[") && rest.indexOf(':') != colon;
        if (colon >= 0 && !rest.endsWith("]") && !bareIpv6) {
            port = number(entry, rest.substring(colon + 1), 0xffff);
            host = rest.substring(0, colon);
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new ConfException("mon_host: no host in \"" + entry + "\"");
        }
        List<EntityAddrVec> monitors = new ArrayList<>();
        try {
            for (InetAddress ip : resolver.resolve(host)) {
                monitors.add(addrs(type, ip, port, nonce));
            }
        } catch (UnknownHostException e) {
            throw new ConfException("mon_host: cannot resolve \"" + host + "\" of \"" + entry + "\"", e);
        }
        return monitors;
    }

    private static EntityAddrVec addrs(EntityAddr.Type type, InetAddress ip, int port, int nonce) {
        return switch (type) {
            case MSGR2 -> EntityAddrVec.of(EntityAddr.of(type, nonce, ip, port == 0 ? PORT_MSGR2 : port));
            case LEGACY -> EntityAddrVec.of(EntityAddr.of(type, nonce, ip, port == 0 ? PORT_LEGACY : port));
            default -> ambiguous(ip, port, nonce);
        };
    }

    private static EntityAddrVec ambiguous(InetAddress ip, int port, int nonce) {
        if (port == 0) {
            return EntityAddrVec.of(
                    EntityAddr.of(EntityAddr.Type.MSGR2, nonce, ip, PORT_MSGR2),
                    EntityAddr.of(EntityAddr.Type.LEGACY, nonce, ip, PORT_LEGACY));
        }
        EntityAddr.Type guess = port == PORT_LEGACY ? EntityAddr.Type.LEGACY : EntityAddr.Type.MSGR2;
        return EntityAddrVec.of(EntityAddr.of(guess, nonce, ip, port));
    }

    private static int number(String entry, String text, long max) {
        try {
            long value = Long.parseLong(text);
            if (value < 0 || value > max) {
                throw new NumberFormatException(text);
            }
            return (int) value;
        } catch (NumberFormatException e) {
            throw new ConfException("mon_host: bad number \"" + text + "\" in \"" + entry + "\"", e);
        }
    }

    /** Splits at separators outside brackets. */
    private static List<String> split(String text) {
        List<String> entries = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        int depth = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            boolean separator = c == ',' || c == ';' || Character.isWhitespace(c);
            if (separator && (depth == 0 || i == text.length())) {
                if (entry.length() > 0) {
                    entries.add(entry.toString());
                    entry.setLength(0);
                }
                continue;
            }
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            entry.append(c);
        }
        if (depth != 0) {
            throw new ConfException("mon_host: brackets do not match in \"" + text + "\"");
        }
        return entries;
    }
}
