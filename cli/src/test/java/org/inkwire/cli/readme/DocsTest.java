// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks that everything the pages name exists: links, files, types and their members, options, modules. */
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS = Set.of(".git", "target", "bench-results");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```\\s*$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern FILE = Pattern.compile("[a-z.][\\w.-]*(/[\\w.-]+)+/?");
    private static final Pattern TYPE = Pattern.compile("([A-Z]\\w*[a-z]\\w*)((?:\\.\\w+)*)(\\(.*\\))?");
    private static final Pattern DECLARATION =
            Pattern.compile("\\b(?:class|interface|enum|record|@interface)\\s+([A-Z]\\w*)");
    private static final Pattern OPTION = Pattern.compile("(?:ms|mon|osd|auth)_[a-z0-9_]+[a-z0-9]");

    /** External types that the pages may name. */
    private static final List<String> FOREIGN = List.of(
            "java.lang.",
            "java.util.",
            "java.io.",
            "java.security.",
            "io.netty.buffer.",
            "io.netty.channel.",
            "io.netty.util.concurrent.");

    /** Pages about the past, which may name things that no longer exist. */
    private static boolean isHistory(Path page) {
        return page.endsWith("CHANGELOG.md") || page.getParent().endsWith("decisions");
    }

    private static final Map<Path, String> PAGES = new HashMap<>();
    /** Name of a type → the text of the files that declare one. */
    private static final Map<String, List<String>> TYPES = new HashMap<>();

    private static final Set<String> OPTION_WORDS = new HashSet<>();

    @BeforeAll
    static void read() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return NOT_OURS.contains(dir.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (name.endsWith(".md")) {
                    PAGES.put(file, Files.readString(file));
                } else if (name.endsWith(".java")) {
                    String source = Files.readString(file);
                    for (Matcher m = DECLARATION.matcher(source); m.find(); ) {
                        TYPES.computeIfAbsent(m.group(1), k -> new ArrayList<>())
                                .add(source);
                    }
                    if (file.toString().contains("/src/main/")) {
                        OPTION.matcher(source).results().forEach(m -> OPTION_WORDS.add(m.group()));
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(PAGES).hasSizeGreaterThan(15);
        assertThat(TYPES).hasSizeGreaterThan(500);
    }

    @Test
    void linksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        PAGES.forEach((page, text) -> {
            for (Matcher m = LINK.matcher(FENCE.matcher(text).replaceAll("")); m.find(); ) {
                String link = m.group(1);
                if (!link.contains("://") && !leadsSomewhere(page, link)) {
                    broken.add(ROOT.relativize(page) + ": " + link);
                }
            }
        });
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target =
                parts[0].isEmpty() ? page : page.getParent().resolve(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1 || anchors(PAGES.getOrDefault(target, "")).contains(parts[1]);
    }

    /** Anchors as GitHub and GitLab generate them. */
    private static Set<String> anchors(String page) {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(FENCE.matcher(page).replaceAll(""))
                .results()
                .forEach(m -> anchors.add(m.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-')));
        return anchors;
    }

    @Test
    void filesTypesMembersAndOptionsAreThere() throws IOException {
        Set<String> topLevel = new HashSet<>();
        try (var entries = Files.list(ROOT)) {
            entries.filter(Files::isDirectory)
                    .forEach(dir -> topLevel.add(dir.getFileName().toString()));
        }
        Set<String> missing = new TreeSet<>();
        PAGES.forEach((page, text) -> {
            if (isHistory(page)) {
                return;
            }
            for (Matcher m = CODE.matcher(FENCE.matcher(text).replaceAll("")); m.find(); ) {
                String word = m.group(1);
                boolean there = true;
                Matcher type = TYPE.matcher(word);
                if (FILE.matcher(word).matches() && topLevel.contains(word.substring(0, word.indexOf('/')))) {
                    // The table may not have been written yet.
                    there = word.equals("cli/" + OptionsDocTest.TABLE) || Files.exists(ROOT.resolve(word));
                } else if (OPTION.matcher(word).matches()) {
                    there = OPTION_WORDS.contains(word);
                } else if (type.matches()) {
                    there = isType(type.group(1), type.group(2));
                }
                if (!there) {
                    missing.add(ROOT.relativize(page) + ": " + word);
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    /** @param members such as {@code .Builder.transitions}, or empty */
    private static boolean isType(String name, String members) {
        List<String> sources = TYPES.get(name);
        if (sources == null) {
            return FOREIGN.stream().anyMatch(prefix -> exists(prefix + name));
        }
        return sources.stream()
                .anyMatch(source -> Pattern.compile("\\.")
                        .splitAsStream(members)
                        .allMatch(member -> member.isEmpty()
                                || Pattern.compile("\\b" + member + "\\b")
                                        .matcher(source)
                                        .find()));
    }

    private static boolean exists(String className) {
        try {
            Class.forName(className, false, DocsTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void theReadmeListsEveryModule() throws IOException {
        Set<String> modules = new TreeSet<>();
        Matcher m = Pattern.compile("<module>([^<]+)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (m.find()) {
            modules.add(m.group(1));
        }
        String readme = PAGES.get(ROOT.resolve("README.md"));
        String table = readme.substring(readme.indexOf("## Modules"));
        Set<String> listed = new TreeSet<>();
        table.substring(0, table.indexOf("\n## ", 1))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line ->
                        CODE.matcher(line.split("\\|", -1)[1]).results().forEach(name -> listed.add(name.group(1))));
        assertThat(listed).isEqualTo(modules);
    }
}
