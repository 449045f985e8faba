package io.pullway.cli.doctor;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a program, as in {@code 2.15.2}, {@code v1.35.4+k3s1} or {@code 2.14.3-RC.1}.
 *
 * @param preview whether it comes before the release of this number
 */
record Version(int major, int minor, int patch, boolean preview) implements Comparable<Version> {
    private static final Pattern TEXT = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?(-[^+]+)?(\\+.*)?");
    private static final Comparator<Version> ORDER = Comparator.comparingInt(Version::major)
            .thenComparingInt(Version::minor)
            .thenComparingInt(Version::patch)
            .thenComparing(Comparator.comparing(Version::preview).reversed());

    /** Null where the text is no version. */
    static Version parse(String text) {
        Matcher parts = TEXT.matcher(text == null ? "" : text.strip());
        if (!parts.matches()) {
            return null;
        }
        int patch = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
        return new Version(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), patch, parts.group(4) != null);
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (preview ? " (preview)" : "");
    }
}
