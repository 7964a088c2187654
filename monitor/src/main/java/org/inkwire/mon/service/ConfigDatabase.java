// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.message.mon.MConfig;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.MonSession.Subscription;
import org.inkwire.mon.session.Subscriptions;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.mon.store.StoreWriter;
import org.inkwire.mon.store.StoredState;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * Options set with {@code ceph config set}, by section: {@code global}, a type, or an entity. Confined to the monitor's
 * center. Ceph: {@code ConfigMonitor}, {@code ConfigMap}. Masks (by host, device class) are not kept.
 *
 * <p>Changes apply to one copy; reads use another, which is updated once the changes are durable.
 */
public final class ConfigDatabase {
    public static final String GLOBAL = "global";

    /** One option in one section. */
    public record Entry(String section, String name, String value) {}

    private final AuthEntityName self;
    private final CephConf conf;
    private final InstantSource wallClock;
    private final StoreWriter store;
    private final ConfigHistory history = new ConfigHistory();
    private final Subscriptions subscriptions;

    /** Section to option to value, including changes not yet durable. */
    private NavigableMap<String, NavigableMap<String, String>> sections = new TreeMap<>();

    /** The durable part of {@link #sections}. */
    private NavigableMap<String, NavigableMap<String, String>> shown = new TreeMap<>();

    /**
     * @param self this monitor
     * @param conf its options; the database's entries for it become their mon layer
     */
    public ConfigDatabase(
            AuthEntityName self,
            CephConf conf,
            InstantSource wallClock,
            StoreWriter store,
            Subscriptions subscriptions) {
        this.wallClock = wallClock;
        this.self = self;
        this.conf = conf;
        this.store = store;
        this.subscriptions = subscriptions;
        subscriptions.publish(Subscriptions.CONFIG, this::publish);
    }

    private void publish(MonSession session, Subscription subscription) {
        session.send(new MConfig(optionsFor(session.authName())));
        if (subscription.onetime()) {
            session.subscriptions().remove(Subscriptions.CONFIG);
        }
    }

    /** Whether {@code who} is {@code global}, a type, or {@code type.id}. */
    public static boolean isTarget(String who) {
        if (who.equals(GLOBAL)) {
            return true;
        }
        int dot = who.indexOf('.');
        String type = dot < 0 ? who : who.substring(0, dot);
        for (EntityType t : EntityType.values()) {
            if (t.text().equals(type) && t != EntityType.ANY && t != EntityType.AUTH && t != EntityType.UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    /** Sets an option. Every peer it applies to is notified once it is durable. */
    public void set(String who, String name, String value) {
        change(List.of(new Entry(who, name, value)));
    }

    /** Sets options as one change. */
    public void change(List<Entry> wanted) {
        List<ConfigHistory.Change> changes = new ArrayList<>();
        for (Entry e : wanted) {
            put(e.section() + "/" + e.name(), e.section(), e.name(), e.value(), changes);
        }
        commit("", changes);
    }

    private void put(
            String fullName, String section, String name, @Nullable String value, List<ConfigHistory.Change> changes) {
        NavigableMap<String, String> options = sections.computeIfAbsent(section, w -> new TreeMap<>());
        String before = value == null ? options.remove(name) : options.put(name, value);
        if (options.isEmpty()) {
            sections.remove(section);
        }
        if (!Objects.equals(before, value)) {
            changes.add(new ConfigHistory.Change(fullName, before, value));
        }
    }

    private void commit(String title, List<ConfigHistory.Change> changes) {
        if (!changes.isEmpty()) {
            history.add(UTime.of(wallClock.instant()), title, changes);
            write();
        }
    }

    /** What has changed so far. */
    public ConfigHistory history() {
        return history;
    }

    /**
     * Undoes every change after a version, as one change.
     *
     * @return false if that version is not known
     */
    public boolean resetTo(long number) {
        List<ConfigHistory.Version> undone = history.after(number);
        if (undone == null) {
            return false;
        }
        NavigableMap<String, ConfigHistory.Change> changes = new TreeMap<>();
        for (ConfigHistory.Version version : undone) {
            for (ConfigHistory.Change c : version.changes()) {
                ConfigHistory.Change later = changes.get(c.name());
                changes.put(
                        c.name(),
                        new ConfigHistory.Change(c.name(), later == null ? c.after() : later.before(), c.before()));
            }
        }
        List<ConfigHistory.Change> done = new ArrayList<>();
        changes.forEach((fullName, c) -> {
            int slash = fullName.indexOf('/');
            put(fullName, fullName.substring(0, slash), fullName.substring(slash + 1), c.after(), done);
        });
        commit("reset to " + number, done);
        return true;
    }

    /**
     * Removes an option; no effect if there is no such entry. Every peer it applied to is notified once the removal is
     * durable.
     */
    public void remove(String who, String name) {
        List<ConfigHistory.Change> changes = new ArrayList<>();
        put(who + "/" + name, who, name, null, changes);
        commit("", changes);
    }

    private void write() {
        Map<String, String> changed = export();
        List<MonitorStore.Change> stored = List.of(
                MonitorStore.Change.put(StoredState.KEY_CONFIG, StoredState.encode(changed)),
                MonitorStore.Change.put(StoredState.KEY_CONFIG_HISTORY, history.encode()));
        store.write(stored, () -> {
            shown = parse(changed);
            apply();
            subscriptions.check(Subscriptions.CONFIG);
        });
    }

    private void apply() {
        conf.setMonLayer(optionsFor(self));
    }

    /** All entries: global, then types, then entities. */
    public List<Entry> dump() {
        return entries(shown);
    }

    private static List<Entry> entries(NavigableMap<String, NavigableMap<String, String>> of) {
        NavigableMap<String, Entry> ordered = new TreeMap<>();
        of.forEach((section, options) -> options.forEach((name, value) ->
                ordered.put(rank(section) + "/" + section + "/" + name, new Entry(section, name, value))));
        return List.copyOf(ordered.values());
    }

    private static String rank(String section) {
        return section.equals(GLOBAL) ? "0" : "1";
    }

    /** The options that apply to an entity, by name; the most specific section wins. */
    public NavigableMap<String, Entry> effective(AuthEntityName entity) {
        NavigableMap<String, Entry> result = new TreeMap<>();
        for (String section : sectionsOf(entity)) {
            NavigableMap<String, String> options = shown.get(section);
            if (options != null) {
                options.forEach((name, value) -> result.put(name, new Entry(section, name, value)));
            }
        }
        return result;
    }

    /** {@link #effective} as an MConfig carries it. */
    private Map<String, String> optionsFor(AuthEntityName entity) {
        Map<String, String> values = new TreeMap<>();
        effective(entity).forEach((name, e) -> values.put(name, e.value()));
        return values;
    }

    private static List<String> sectionsOf(AuthEntityName entity) {
        return List.of(GLOBAL, entity.type().text(), entity.toString());
    }

    /** {@code section/option} to value, to be stored. */
    private Map<String, String> export() {
        Map<String, String> flat = new LinkedHashMap<>();
        entries(sections).forEach(e -> flat.put(e.section() + "/" + e.name(), e.value()));
        return flat;
    }

    public void restore(NavigableMap<String, byte[]> stored) {
        Map<String, String> flat = StoredState.strings(stored, StoredState.KEY_CONFIG);
        sections = parse(flat);
        shown = parse(flat);
        history.restore(stored.get(StoredState.KEY_CONFIG_HISTORY));
        apply();
    }

    private static NavigableMap<String, NavigableMap<String, String>> parse(Map<String, String> flat) {
        NavigableMap<String, NavigableMap<String, String>> parsed = new TreeMap<>();
        flat.forEach((key, value) -> {
            int slash = key.indexOf('/');
            parsed.computeIfAbsent(key.substring(0, slash), section -> new TreeMap<>())
                    .put(key.substring(slash + 1), value);
        });
        return parsed;
    }
}
