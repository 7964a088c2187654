// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import picocli.CommandLine.IVersionProvider;

/** The output of {@code inkwire --version}: our version from the jar, and the Ceph release whose encodings we use. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "inkwire " + (version == null ? "(unpackaged)" : version) + ", encodings of Ceph 16.2.15 (pacific)",
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch")
        };
    }
}
