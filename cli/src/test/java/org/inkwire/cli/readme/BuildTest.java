// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The build does what the README and docs/recipes say of its options. */
class BuildTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private static final Map<String, Document> POMS = new HashMap<>();
    private static Document parent;

    @BeforeAll
    static void read() throws Exception {
        parent = parse(ROOT.resolve("pom.xml"));
        POMS.put("pom.xml", parent);
        for (Element module : elements(parent, "module")) {
            String pom = module.getTextContent() + "/pom.xml";
            POMS.put(pom, parse(ROOT.resolve(pom)));
        }
    }

    private static Document parse(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    }

    private static List<Element> elements(Document pom, String name) {
        NodeList found = pom.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    /** Surefire looks at {@code skipTests}, failsafe at {@code skipITs} only; what a POM configures beats both. */
    @Test
    void skipTestsOnTheCommandLineSkipsUnitTestsAndIntegrationTests() {
        assertThat(withSkipTests("${skipITs}")).isEqualTo("true");
        POMS.forEach((name, pom) -> {
            for (String skip : List.of("skipTests", "skipITs", "skip", "inkwire.skipUnitTests")) {
                for (Element setting : elements(pom, skip)) {
                    if (!isTheDefault(setting)) {
                        assertThat(withSkipTests(setting.getTextContent()))
                                .as("%s: <%s>%s</%s>", name, skip, setting.getTextContent(), skip)
                                .isEqualTo("true");
                    }
                }
            }
        });
    }

    /** The property that the command line replaces. */
    private static boolean isTheDefault(Element setting) {
        return setting.getTagName().equals("skipTests")
                && setting.getParentNode().getNodeName().equals("properties");
    }

    /** A value as Maven computes it with {@code -DskipTests}. */
    private static String withSkipTests(String value) {
        Matcher property = PROPERTY.matcher(value);
        return property.replaceAll(
                found -> found.group(1).equals("skipTests") ? "true" : withSkipTests(parentProperty(found.group(1))));
    }

    private static String parentProperty(String name) {
        return elements(parent, name).stream()
                .filter(setting -> isProjectProperty(setting.getParentNode()))
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static boolean isProjectProperty(Node properties) {
        return properties.getNodeName().equals("properties")
                && properties.getParentNode().getNodeName().equals("project");
    }
}
