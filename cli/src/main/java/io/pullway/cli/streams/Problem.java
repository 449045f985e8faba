package io.pullway.cli.streams;

/**
 * One reason why nothing is applied.
 *
 * @param where file and line, or just the file
 * @param resource kind and name, empty when it is not known
 * @param path of the field, empty when it is not about one
 */
public record Problem(String where, String resource, String path, String message) {
    /** One line for people: {@code streams.yaml:12: Stream echo-service: spec.maxMsg: unknown field}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(where).append(": ");
        if (!resource.isEmpty()) {
            line.append(resource).append(": ");
        }
        if (!path.isEmpty()) {
            line.append(path).append(": ");
        }
        return line.append(message).toString();
    }
}
