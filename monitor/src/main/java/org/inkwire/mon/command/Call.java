// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.format.Format;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;
import org.inkwire.wire.entity.AuthEntityName;
import org.jspecify.annotations.Nullable;

/**
 * One running command: its typed arguments, the map it runs on and the pending change. A missing argument or one of the
 * wrong type causes a {@link RefusedException} with EINVAL, as in Ceph;
 * but a missing text is an empty one. Confined to the monitor's center.
 */
public final class Call {
    private static final int UUID_LENGTH = 36;
    private static final String OSD_PREFIX = "osd.";
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private final OSDMap map;
    private final Supplier<OSDMapIncremental.Builder> pending;
    private final JsonNode arguments;
    private final ByteBuf input;
    private final AuthEntityName caller;

    /**
     * @param map the committed one
     * @param pending supplies the pending change, for a command that {@linkplain Command#writes writes}
     * @param input data segment of the request: borrowed for the call
     */
    public Call(
            OSDMap map,
            Supplier<OSDMapIncremental.Builder> pending,
            JsonNode arguments,
            ByteBuf input,
            AuthEntityName caller) {
        this.map = map;
        this.pending = pending;
        this.arguments = arguments;
        this.input = input;
        this.caller = caller;
    }

    /** @throws RefusedException EINVAL if the text is not a JSON object, or wants an answer in a form that there is not */
    public static JsonNode parse(List<String> cmd) {
        String text = String.join("", cmd);
        JsonNode arguments;
        try {
            arguments = Json.parse(text);
        } catch (JsonProcessingException e) {
            throw unparseable(text);
        }
        if (arguments.isMissingNode()) {
            throw unparseable(text);
        }
        if (!arguments.isObject()) {
            throw new RefusedException(Errno.EINVAL, "not JSON object " + text);
        }
        String format = arguments.path("format").asText();
        if (Format.isRefused(format)) {
            throw new RefusedException(
                    Errno.EINVAL,
                    "format '" + format + "' is not supported by this cluster; use plain, json or json-pretty");
        }
        return arguments;
    }

    private static RefusedException unparseable(String text) {
        return new RefusedException(Errno.EINVAL, "unparseable JSON " + text);
    }

    /** The committed map. */
    public OSDMap map() {
        return map;
    }

    /** The pending change to the map, committed if the reply says so ({@link Reply#committed}). */
    public OSDMapIncremental.Builder pending() {
        return pending.get();
    }

    public AuthEntityName caller() {
        return caller;
    }

    /** Borrowed. */
    public ByteBuf input() {
        return input;
    }

    public Format format() {
        return Format.of(optional("format", "plain"));
    }

    public boolean has(String name) {
        return arguments.hasNonNull(name);
    }

    private JsonNode required(String name) {
        JsonNode value = arguments.get(name);
        if (value == null || value.isNull()) {
            throw RefusedException.bare(Errno.EINVAL);
        }
        return value;
    }

    /** Empty if absent, as in Ceph. */
    public String string(String name) {
        if (!has(name)) {
            return "";
        }
        JsonNode value = arguments.get(name);
        if (!value.isTextual()) {
            throw badField(name);
        }
        return value.asText();
    }

    public String optional(String name, String otherwise) {
        return has(name) ? string(name) : otherwise;
    }

    @Nullable
    public String stringOrNull(String name) {
        return has(name) ? string(name) : null;
    }

    /** A boolean argument; older {@code ceph} tools send the flag's own text. */
    public boolean flag(String name) {
        JsonNode value = arguments.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        return value.isBoolean()
                ? value.asBoolean()
                : !value.asText().isEmpty() && !value.asText().equals("false");
    }

    public long integer(String name) {
        JsonNode value = required(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw badField(name);
        }
        return value.asLong();
    }

    public OptionalLong optionalInteger(String name) {
        return has(name) ? OptionalLong.of(integer(name)) : OptionalLong.empty();
    }

    public double number(String name) {
        JsonNode value = required(name);
        if (!value.isNumber()) {
            throw badField(name);
        }
        return value.asDouble();
    }

    public OptionalDouble optionalNumber(String name) {
        return has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
    }

    private static RefusedException badField(String name) {
        return new RefusedException(Errno.EINVAL, "bad or missing field '" + name + "'");
    }

    /** A repeated argument, of texts or of numbers; empty if absent. */
    public List<String> strings(String name) {
        List<String> values = new ArrayList<>();
        if (has(name)) {
            JsonNode list = arguments.get(name);
            if (!list.isArray()) {
                throw badField(name);
            }
            list.forEach(value -> values.add(value.asText()));
        }
        return values;
    }

    /**
     * An OSD's id: a number, or {@code osd.} and a number.
     *
     * @throws RefusedException EINVAL for malformed text, ENOENT for a number that no id has
     */
    public int osdId(String name) {
        JsonNode value = required(name);
        if (value.isTextual()) {
            return parseOsdId(value.asText());
        }
        if (!value.isIntegralNumber()) {
            throw badField(name);
        }
        if (!value.canConvertToInt()) {
            throw new RefusedException(Errno.ENOENT, "osd." + value.asText() + " does not exist");
        }
        return value.asInt();
    }

    public OptionalInt optionalOsdId(String name) {
        return has(name) ? OptionalInt.of(osdId(name)) : OptionalInt.empty();
    }

    public List<Integer> osdIds(String name) {
        List<Integer> ids = new ArrayList<>();
        for (String text : strings(name)) {
            ids.add(parseOsdId(text));
        }
        return ids;
    }

    /** @throws RefusedException EINVAL, also for a negative number */
    public static int parseOsdId(String text) {
        return parseOsdId(text, code -> "invalid osd id" + code);
    }

    /** @param refusal given Ceph's result of the parsing, how the refusal ends: its daemons differ in it */
    public static int parseOsdId(String text, IntFunction<String> refusal) {
        String digits = text.startsWith(OSD_PREFIX) ? text.substring(OSD_PREFIX.length()) : text;
        if (!INTEGER.matcher(digits).matches()) {
            throw new RefusedException(
                    Errno.EINVAL, "Expected option value to be integer, got '" + digits + "'" + refusal.apply(-1));
        }
        int id;
        try {
            id = Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    Errno.EINVAL, "The option value '" + digits + "' seems to be invalid" + refusal.apply(-1));
        }
        if (id < 0) {
            throw new RefusedException(
                    Errno.EINVAL, "expected numerical value, got: " + digits + refusal.apply(-Errno.EINVAL.code()));
        }
        return id;
    }

    /** @throws RefusedException ENOENT if no such OSD is in the map */
    public int existingOsd(String name) {
        return requireOsd(osdId(name));
    }

    public int requireOsd(int id) {
        if (!map.exists(id)) {
            throw new RefusedException(Errno.ENOENT, "osd." + id + " does not exist");
        }
        return id;
    }

    /** @throws RefusedException EINVAL for malformed text, ENOENT if there is no such pool */
    public PgId pgid(String name) {
        return parsePgid(string(name));
    }

    /** @throws RefusedException EINVAL for malformed text; whether the PG exists is not checked */
    public PgId parsedPgid(String name) {
        return parsed(string(name));
    }

    private static PgId parsed(String text) {
        try {
            return PgId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Errno.EINVAL, "invalid pgid '" + text + "'");
        }
    }

    private PgId parsePgid(String text) {
        PgId pgid = parsed(text);
        if (map.pool(pgid.pool()) == null) {
            throw new RefusedException(Errno.ENOENT, "pg '" + pgid + "' does not exist");
        }
        return pgid;
    }

    /**
     * A PG below its pool's pg_num.
     *
     * @throws RefusedException EINVAL for malformed text, ENOENT if there is no such PG
     */
    public PgId existingPg(String text) {
        PgId pgid = parsed(text);
        PgPool pool = map.pool(pgid.pool());
        if (pool == null || Integer.compareUnsigned(pgid.seed(), pool.pgNum()) >= 0) {
            throw new RefusedException(Errno.ENOENT, "pg " + pgid + " does not exist");
        }
        return pgid;
    }

    public UUID uuid(String name) {
        String text = string(name);
        try {
            // UUID.fromString also accepts short groups, which Ceph rejects.
            if (text.length() == UUID_LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw new RefusedException(Errno.EINVAL, "invalid UUID value '" + text + "'.");
    }

    /** A pool that exists, by name. */
    public record PoolRef(long id, String name, PgPool pool) {}

    /** @throws RefusedException ENOENT */
    public PoolRef pool(String argument) {
        String name = string(argument);
        PoolRef ref = poolOrNull(name);
        if (ref == null) {
            throw new RefusedException(Errno.ENOENT, "unrecognized pool '" + name + "'");
        }
        return ref;
    }

    @Nullable
    public PoolRef poolOrNull(String name) {
        long id = map.poolId(name);
        PgPool pool = map.pool(id);
        return pool == null ? null : new PoolRef(id, name, pool);
    }

    /** {@code type=name} words of a CRUSH location. */
    public Map<String, String> crushLocation(String name) {
        Map<String, String> location = new TreeMap<>();
        for (String word : strings(name)) {
            int equals = word.indexOf('=');
            if (equals <= 0 || equals == word.length() - 1) {
                throw RefusedException.bare(Errno.EINVAL);
            }
            location.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return location;
    }

    /** Ids, one per line. */
    public Reply replyIds(List<Integer> ids) {
        StringBuilder plain = new StringBuilder();
        ids.forEach(id -> plain.append(id).append('\n'));
        return reply(Json.ints(ids), plain.toString());
    }

    /** Names, one per line. */
    public Reply replyNames(Collection<String> names) {
        StringBuilder plain = new StringBuilder();
        names.forEach(name -> plain.append(name).append('\n'));
        return reply(Json.strings(names), plain.toString());
    }

    /** Plain text, or JSON. */
    public Reply reply(JsonNode json, String plain) {
        return format().isJson() ? Reply.json(format(), json) : Reply.data(plain);
    }

    /** JSON whatever the format; pretty unless {@code json} was requested. */
    public Reply reply(JsonNode json) {
        return Reply.json(format(), json);
    }
}
