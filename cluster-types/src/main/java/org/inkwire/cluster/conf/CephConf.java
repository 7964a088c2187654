// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.inkwire.wire.RawPath;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one entity. The highest layer that sets an option provides its value. Layers, lowest first:
 * default, monitor (MConfig), file, environment, arguments, runtime. In a file the most specific section wins:
 * {@code [client.admin]}, then {@code [client]}, then {@code [global]}. Any thread: reads see one consistent snapshot.
 * Ceph: {@code md_config_t} in {@code src/common/config.cc}.
 */
public final class CephConf {
    /** Where a value can come from, weakest first. */
    public enum Layer {
        DEFAULT,
        MON,
        FILE,
        ENV,
        ARGUMENTS,
        RUNTIME
    }

    private final AuthEntityName name;
    private final String cluster;
    private final ConfFile file;
    private final Metavariables metavariables;
    private final MonHosts.Resolver resolver;
    private final MonDns.Lookup srvLookup;
    private final List<String> warnings;
    private final List<String> remainingArguments;
    private final List<Consumer<Set<String>>> observers = new CopyOnWriteArrayList<>();
    private final AtomicReference<ConfigValues> snapshot;

    private CephConf(
            Builder b, AuthEntityName name, String cluster, ConfFile file, ConfArguments args, Metavariables vars) {
        this.name = name;
        this.cluster = cluster;
        this.file = file;
        this.metavariables = vars;
        this.resolver = b.resolver;
        this.srvLookup = b.srvLookup;
        this.remainingArguments = List.copyOf(args.remaining());
        List<String> found = new ArrayList<>();
        Map<Layer, Map<String, String>> raw = new EnumMap<>(Layer.class);
        for (Layer layer : Layer.values()) {
            raw.put(layer, Map.of());
        }
        raw.put(Layer.FILE, fileLayer(file, name));
        raw.put(Layer.ENV, envLayer(b));
        raw.put(Layer.ARGUMENTS, Map.copyOf(args.values()));
        nameTypos(file, name, found);
        this.snapshot = new AtomicReference<>(ConfigValues.resolve(raw, vars, found));
        this.warnings = List.copyOf(found);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Defaults only, for {@code client.admin}; for tests and programs that set values themselves. */
    public static CephConf defaults() {
        return builder().environment(Map.of()).withoutFile().build();
    }

    /** The entity this configuration is for. */
    public AuthEntityName name() {
        return name;
    }

    /** The cluster name; {@code ceph} by default. */
    public String cluster() {
        return cluster;
    }

    /** The value of {@code $host}. */
    public String host() {
        return metavariables.host();
    }

    /** The effective value. */
    @SuppressWarnings("unchecked")
    public <T> T get(Option<T> option) {
        Object value = current().value(option);
        return value != null ? (T) value : defaultOf(option);
    }

    private <T> T defaultOf(Option<T> option) {
        return option.parse(metavariables.expand(option.defaultText(), this::textOf));
    }

    /**
     * {@link #get} of a number that must fit an {@code int}.
     *
     * @throws ConfException if it does not
     */
    public int getInt(Option<Long> option) {
        long value = get(option);
        if (value != (int) value) {
            throw new ConfException(
                    option + ": '" + value + "' is not between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** The effective text, expanded, even for an option outside the table; null if unset and without a default. */
    public @Nullable String text(String key) {
        return textOf(ConfFile.normalizeKey(key));
    }

    /** The effective value as Ceph's {@code config show} has it. */
    public <T> String shown(Option<T> option) {
        return option.type().show(get(option));
    }

    /** The layer the effective value comes from. */
    public Layer layerOf(Option<?> option) {
        return current().layerOf(option.name());
    }

    /** Everything set above the defaults: name → expanded text, sorted. */
    public Map<String, String> changed() {
        Map<String, String> all = new TreeMap<>();
        for (String key : current().keys()) {
            all.put(key, Objects.requireNonNullElse(textOf(key), ""));
        }
        return all;
    }

    /** Non-fatal problems, for the log: unusable values in the file, and names that are likely misspelt. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The options that are set, to something other than their default, and that no code reads; sorted. For a client, only
     * those that are for clients.
     */
    public SortedSet<String> withoutEffect() {
        SortedSet<String> names = new TreeSet<>();
        ConfigValues now = current();
        for (Option<?> option : Options.all()) {
            Object value = now.value(option);
            if (option.effect() == Effect.WITHOUT
                    && OptionEffects.concerns(option.name(), name.type())
                    && value != null
                    && !value.equals(defaultOf(option))) {
                names.add(option.name());
            }
        }
        return names;
    }

    /** The names in the file and the monitor's configuration that are in no table of ours; sorted. */
    public SortedSet<String> unknown() {
        SortedSet<String> names = new TreeSet<>(current().keys());
        names.removeIf(key -> Options.find(key) != null);
        return names;
    }

    /** Unrecognized arguments, in order. */
    public List<String> remainingArguments() {
        return remainingArguments;
    }

    /**
     * The initial monitors: {@code mon_host}, or else {@code mon addr} of the file's {@code [mon.X]} sections, or else
     * the DNS's SRV records for {@code mon_dns_srv_name}. Resolves host names: not on an EventCenter.
     *
     * @throws ConfException if there is none, or an entry is malformed or cannot be resolved
     */
    public List<EntityAddrVec> monHosts() {
        String text = get(Options.MON_HOST);
        if (text.isBlank()) {
            StringBuilder addrs = new StringBuilder();
            for (String section : file.sectionNames()) {
                String addr = section.startsWith("mon.") ? file.section(section).get("mon_addr") : null;
                if (addr != null) {
                    addrs.append(addr).append(' ');
                }
            }
            text = addrs.toString();
        }
        List<EntityAddrVec> monitors = MonHosts.parse(text, resolver);
        if (monitors.isEmpty()) {
            monitors = MonDns.monitors(get(Options.MON_DNS_SRV_NAME), srvLookup, resolver);
        }
        if (monitors.isEmpty()) {
            throw new ConfException("no monitors: mon_host is not set for " + name + " (read " + file.origin()
                    + "), and the DNS has no SRV record " + MonDns.recordName(get(Options.MON_DNS_SRV_NAME)));
        }
        return monitors;
    }

    /**
     * Replaces the monitor layer with the options of an MConfig. Unusable values are left out.
     *
     * @return the problems found, for the log
     */
    public List<String> setMonLayer(Map<String, String> values) {
        List<String> problems = new ArrayList<>();
        Map<String, String> normalized = new LinkedHashMap<>();
        values.forEach((k, v) -> normalized.put(ConfFile.normalizeKey(k), v));
        replace(Layer.MON, normalized, problems);
        return problems;
    }

    /**
     * Sets an option while running.
     *
     * @throws ConfException if it is unknown or not changeable at runtime, or the value is invalid
     */
    public void set(String key, String value) {
        Option<?> option = known(key);
        if (!option.runtime()) {
            throw new ConfException(option + " cannot be changed at runtime");
        }
        check(option, value);
        Map<String, String> layer = new LinkedHashMap<>(current().layer(Layer.RUNTIME));
        layer.put(option.name(), value);
        replace(Layer.RUNTIME, layer, new ArrayList<>());
    }

    /** Undoes a {@link #set}. */
    public void unset(String key) {
        Map<String, String> layer = new LinkedHashMap<>(current().layer(Layer.RUNTIME));
        layer.remove(known(key).name());
        replace(Layer.RUNTIME, layer, new ArrayList<>());
    }

    /**
     * Passes the names of changed options to {@code observer}, on the thread that changed them.
     *
     * @return removes the observer when run
     */
    public Runnable observe(Consumer<Set<String>> observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }

    private ConfigValues current() {
        return Objects.requireNonNull(snapshot.get());
    }

    private static Option<?> known(String key) {
        Option<?> option = Options.find(ConfFile.normalizeKey(key).replace('-', '_'));
        if (option == null) {
            throw new ConfException("unknown option " + key);
        }
        return option;
    }

    private <T> void check(Option<T> option, String value) {
        try {
            option.parse(metavariables.expand(value, this::textOf));
        } catch (IllegalArgumentException e) {
            throw new ConfException(option + ": " + e.getMessage(), e);
        }
    }

    private void replace(Layer layer, Map<String, String> values, List<String> problems) {
        ConfigValues before;
        ConfigValues after;
        do {
            before = current();
            problems.clear();
            after = before.with(layer, values, problems);
        } while (!snapshot.compareAndSet(before, after));
        Set<String> changed = new LinkedHashSet<>();
        for (Option<?> option : Options.all()) {
            if (!Objects.equals(before.value(option), after.value(option))) {
                changed.add(option.name());
            }
        }
        if (!changed.isEmpty()) {
            observers.forEach(o -> o.accept(Collections.unmodifiableSet(changed)));
        }
    }

    private @Nullable String textOf(String key) {
        return current().text(key);
    }

    private static Map<String, String> fileLayer(ConfFile file, AuthEntityName name) {
        Map<String, String> values = new LinkedHashMap<>(file.section("global"));
        values.putAll(file.section(name.type().text()));
        values.putAll(file.section(name.toString()));
        return Map.copyOf(values);
    }

    private static Map<String, String> envLayer(Builder b) {
        Map<String, String> values = new LinkedHashMap<>();
        String keyring = b.environment.get("CEPH_KEYRING");
        if (keyring != null) {
            values.put(Options.KEYRING.name(), keyring);
        }
        String args = b.environment.get("CEPH_ARGS");
        if (args != null) {
            values.putAll(ConfArguments.parse(ConfArguments.split(args)).values());
        }
        return Map.copyOf(values);
    }

    /** Nothing is said of other unknown names: the file has options of other programs, too. */
    private static void nameTypos(ConfFile file, AuthEntityName name, List<String> found) {
        for (String key : new TreeMap<>(fileLayer(file, name)).keySet()) {
            if (Options.find(key) == null) {
                Option<?> meant = Options.misspelt(key);
                if (meant != null) {
                    found.add("unknown option " + key + " in " + file.origin() + ": is " + meant + " meant?");
                }
            }
        }
    }

    /** Selects the sources of a configuration. Not thread-safe. */
    public static final class Builder {
        private @Nullable AuthEntityName name;
        private EntityType defaultType = EntityType.CLIENT;
        private @Nullable String cluster;
        private @Nullable String fileText;
        private @Nullable Path file;
        private boolean withoutFile;
        private List<String> arguments = List.of();
        private Map<String, String> environment = System.getenv();
        private final Map<String, String> overrides = new LinkedHashMap<>();
        private @Nullable String host;
        private MonHosts.Resolver resolver = InetAddress::getAllByName;
        private MonDns.Lookup srvLookup = JndiDns::srv;

        private Builder() {}

        /** Default {@code client.admin}; the arguments {@code --name} and {@code --id} override it. */
        public Builder name(AuthEntityName value) {
            name = value;
            defaultType = value.type();
            return this;
        }

        public Builder cluster(String value) {
            cluster = value;
            return this;
        }

        /** The file to read, which must exist; the argument {@code --conf} overrides it. */
        public Builder file(Path value) {
            file = value;
            return this;
        }

        /** The text of the file, instead of a file. */
        public Builder fileText(String value) {
            fileText = value;
            return this;
        }

        /** Reads no file, not even from Ceph's default locations. */
        public Builder withoutFile() {
            withoutFile = true;
            return this;
        }

        public Builder arguments(List<String> value) {
            arguments = List.copyOf(value);
            return this;
        }

        /** Default: the process environment. Variables used: CEPH_CONF, CEPH_ARGS, CEPH_KEYRING, HOME. */
        public Builder environment(Map<String, String> value) {
            environment = Map.copyOf(value);
            return this;
        }

        /** Acts as a last argument {@code --key=value}. */
        public Builder set(String key, String value) {
            overrides.put(known(key).name(), value);
            return this;
        }

        public Builder set(Option<?> option, String value) {
            return set(option.name(), value);
        }

        /** The value of {@code $host}; default: this machine's short name. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        public Builder resolver(MonHosts.Resolver value) {
            resolver = value;
            return this;
        }

        /** Default: the DNS servers of this machine. */
        public Builder srvLookup(MonDns.Lookup value) {
            srvLookup = value;
            return this;
        }

        /** @throws ConfException naming the place: unreadable file, bad syntax, bad value from ENV or arguments */
        public CephConf build() {
            ConfArguments args = ConfArguments.parse(arguments);
            args.values().putAll(overrides);
            String envArgs = environment.get("CEPH_ARGS");
            ConfArguments env = ConfArguments.parse(envArgs == null ? List.of() : ConfArguments.split(envArgs));
            AuthEntityName who = whoAmI(args, env);
            String clusterName = firstOf(args.cluster(), env.cluster(), cluster, clusterOfFile(args, env));
            Metavariables vars =
                    new Metavariables(clusterName, who, host != null ? host : localHost(), environment.get("HOME"));
            ConfFile parsed = read(args, env, vars);
            return new CephConf(this, who, clusterName, parsed, args, vars);
        }

        private AuthEntityName whoAmI(ConfArguments args, ConfArguments env) {
            for (ConfArguments a : List.of(args, env)) {
                String fullName = a.name();
                if (fullName != null) {
                    try {
                        return AuthEntityName.parse(fullName);
                    } catch (IllegalArgumentException e) {
                        throw new ConfException("--name " + fullName + ": " + e.getMessage(), e);
                    }
                }
                String id = a.id();
                if (id != null) {
                    return new AuthEntityName(defaultType, id);
                }
            }
            return name != null ? name : new AuthEntityName(EntityType.CLIENT, "admin");
        }

        /** The prefix of a file that was named, not of one that was found. */
        private String clusterOfFile(ConfArguments args, ConfArguments env) {
            String named = firstOf(args.confFile(), env.confFile(), file == null ? null : file.toString(), "");
            int start = named.lastIndexOf('/') + 1;
            int end = named.indexOf(".conf", start);
            return end > start ? named.substring(start, end) : "ceph";
        }

        private ConfFile read(ConfArguments args, ConfArguments env, Metavariables vars) {
            if (fileText != null) {
                return ConfFile.parse("inline text", fileText);
            }
            String named = args.confFile() != null ? args.confFile() : env.confFile();
            if (named == null && file == null) {
                named = environment.get("CEPH_CONF");
            }
            if (named != null) {
                return readFirst(List.of(named.split(",", -1)), vars, true);
            }
            if (file != null) {
                return readFirst(List.of(RawPath.text(file)), vars, true);
            }
            if (withoutFile) {
                return ConfFile.empty();
            }
            return readFirst(
                    List.of("/etc/ceph/$cluster.conf", "$home/.ceph/$cluster.conf", "$cluster.conf"), vars, false);
        }

        private static ConfFile readFirst(List<String> candidates, Metavariables vars, boolean must) {
            for (String candidate : candidates) {
                Path path = RawPath.of(vars.expandSelf(candidate.trim()));
                if (Files.isReadable(path)) {
                    return ConfFile.read(path);
                }
            }
            if (must) {
                throw new ConfException("no readable configuration file: " + String.join(", ", candidates));
            }
            return ConfFile.empty();
        }

        private static String firstOf(@Nullable String a, @Nullable String b, @Nullable String c, String last) {
            return a != null ? a : b != null ? b : c != null ? c : last;
        }

        private static String localHost() {
            try {
                String full = InetAddress.getLocalHost().getHostName();
                int dot = full.indexOf('.');
                return dot > 0 ? full.substring(0, dot) : full;
            } catch (UnknownHostException e) {
                return "localhost";
            }
        }
    }
}
