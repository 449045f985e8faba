package io.pullway.cli.streams;

/** Subjects with the wildcards of NATS: {@code *} is one token, {@code >} is one or more at the end. */
final class SubjectFilter {
    private SubjectFilter() {}

    /** Whether there is a subject that both match. */
    static boolean meet(String one, String other) {
        String[] a = one.split("\\.", -1);
        String[] b = other.split("\\.", -1);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (a[i].equals(">") || b[i].equals(">")) {
                return true;
            }
            if (!a[i].equals(b[i]) && !a[i].equals("*") && !b[i].equals("*")) {
                return false;
            }
        }
        return a.length == b.length;
    }
}
