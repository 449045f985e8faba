package io.pullway.cli.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file with declarations.
 *
 * @param name as the user named it
 */
record SourceFile(String name, String content) {
    private static final String STANDARD_INPUT = "-";

    /**
     * The files that {@code names} stand for: themselves; the YAML and JSON files right in a folder, but
     * not its kustomization; standard input for {@code -}.
     *
     * @throws RefusedException when one cannot be read, or a folder has none
     */
    static List<SourceFile> of(List<String> names, InputStream standardInput) throws RefusedException {
        List<SourceFile> files = new ArrayList<>();
        for (String name : names) {
            if (name.equals(STANDARD_INPUT)) {
                files.add(read("standard input", standardInput));
            } else if (Files.isDirectory(Path.of(name))) {
                files.addAll(inFolder(Path.of(name)));
            } else {
                files.add(read(Path.of(name)));
            }
        }
        return files;
    }

    Reader reader() {
        return new StringReader(content);
    }

    private static List<SourceFile> inFolder(Path folder) throws RefusedException {
        List<Path> paths;
        try (Stream<Path> content = Files.list(folder)) {
            paths = content.filter(Files::isRegularFile)
                    .filter(SourceFile::declares)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RefusedException(folder + ": cannot be read: " + e.getMessage());
        }
        if (paths.isEmpty()) {
            throw new RefusedException(folder + ": there is no .yaml, .yml or .json file in this folder.");
        }
        List<SourceFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(read(path));
        }
        return files;
    }

    private static boolean declares(Path path) {
        String name = path.getFileName().toString();
        return name.matches(".*\\.(yaml|yml|json)") && !name.matches("kustomization\\.ya?ml");
    }

    private static SourceFile read(Path path) throws RefusedException {
        if (!Files.exists(path)) {
            throw new RefusedException(path + ": there is no such file.");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(path.toString(), in);
        } catch (IOException e) {
            throw new RefusedException(path + ": cannot be read: " + e.getMessage());
        }
    }

    private static SourceFile read(String name, InputStream in) throws RefusedException {
        try {
            String content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
            // A byte order mark says nothing in UTF-8.
            return new SourceFile(name, content.startsWith("\uFEFF") ? content.substring(1) : content);
        } catch (CharacterCodingException e) {
            throw new RefusedException(name + ": is no UTF-8 text.");
        } catch (IOException e) {
            throw new RefusedException(name + ": cannot be read: " + e.getMessage());
        }
    }
}
