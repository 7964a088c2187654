// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** SRV records from the servers of {@code /etc/resolv.conf}, by the JDK's own client. Blocks for some seconds at most. */
final class JndiDns {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final String SYSTEM_SERVERS = "dns:";
    private static final String TIMEOUT_MILLIS = "1000";
    private static final String ATTEMPTS = "2";

    /** Priority, weight, port, target. */
    private static final int FIELDS = 4;

    private JndiDns() {}

    static List<MonDns.Srv> srv(String name) {
        for (String domain : searchList()) {
            List<MonDns.Srv> found = exactly(name + "." + domain, SYSTEM_SERVERS);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return exactly(name, SYSTEM_SERVERS);
    }

    /**
     * Looks up a name as it is.
     *
     * @param servers {@code dns:} for those of the system, or {@code dns://HOST:PORT}
     */
    // Of JNDI, only its DNS client: what that returns is text, and the name is none that JNDI looks up elsewhere.
    @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // JNDI takes its environment as a Hashtable.
    static List<MonDns.Srv> exactly(String name, String servers) {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, servers);
        environment.put("com.sun.jndi.dns.timeout.initial", TIMEOUT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", ATTEMPTS);
        List<MonDns.Srv> records = new ArrayList<>();
        try {
            DirContext dns = new InitialDirContext(environment);
            try {
                Attribute srv = dns.getAttributes(name, new String[] {"SRV"}).get("SRV");
                NamingEnumeration<?> values = srv == null ? null : srv.getAll();
                while (values != null && values.hasMore()) {
                    String[] fields = String.valueOf(values.next()).split(" ");
                    if (fields.length == FIELDS) {
                        records.add(new MonDns.Srv(
                                Integer.parseInt(fields[0]),
                                Integer.parseInt(fields[1]),
                                Integer.parseInt(fields[2]),
                                fields[3]));
                    }
                }
            } finally {
                dns.close();
            }
        } catch (NamingException | NumberFormatException noSuchRecord) {
            return List.of();
        }
        return records;
    }

    /** The domains in which the system looks for a relative name; without one there is nobody to ask. */
    private static List<String> searchList() {
        List<String> domains = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(RESOLV_CONF)) {
                String[] words = line.strip().split("\\s+");
                if (words[0].equals("search") || words[0].equals("domain")) {
                    domains.clear();
                    domains.addAll(List.of(words).subList(1, words.length));
                }
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        return domains;
    }
}
