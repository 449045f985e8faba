package io.pullway.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pullway.wire.Body;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An OpenAPI document and the AsyncAPI document beside it as they are sent; their forms have different entity tags.
 */
record ApiDocument(Form json, Form yaml, Form asyncJson, Form asyncYaml) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(Feature.WRITE_DOC_START_MARKER)
            .enable(Feature.MINIMIZE_QUOTES)
            .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    /**
     * One way to write it.
     *
     * @param entityTag RFC 9110 section 8.8.3, with its quotes
     */
    record Form(String mediaType, Body body, String entityTag) {}

    static ApiDocument of(ObjectNode document) {
        ObjectNode async = AsyncApi.of(document);
        try {
            return new ApiDocument(
                    form("application/json", JSON.writeValueAsBytes(document)),
                    // RFC 9512
                    form("application/yaml", YAML.writeValueAsBytes(document)),
                    form("application/json", JSON.writeValueAsBytes(async)),
                    form("application/yaml", YAML.writeValueAsBytes(async)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    private static Form form(String mediaType, byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Form(mediaType, Body.of(bytes), '"' + HexFormat.of().formatHex(digest, 0, 8) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
