package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Options;
import io.pullway.wire.NatsSettings.Anonymous;
import io.pullway.wire.NatsSettings.CredentialsFile;
import io.pullway.wire.NatsSettings.UserAndPassword;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pullway.nats.*}: what each property does, and the sentence for each wrong value. */
class NatsSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAnyPropertyTheServerOfThisMachineIsEnteredWithoutALogin() {
        NatsSettings settings = settings();
        assertThat(settings.servers()).containsExactly("nats://127.0.0.1:4222");
        assertThat(settings.login()).isEqualTo(new Anonymous());
        assertThat(settings.inboxPrefix()).isEqualTo("_INBOX_pullway");
        assertThat(settings.trustStore().path()).isNull();
        assertThat(settings.keyStore().path()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nats://a:1                      | nats://a:1
            nats://a:1,nats://b:2           | nats://a:1,nats://b:2
            ' nats://a:1 , , tls://b:2 ,'   | nats://a:1,tls://b:2
            nats://[::1]:4222               | nats://[::1]:4222
            a:4222                          | a:4222
            """)
    void serversAreSeparatedByCommas(String value, String servers) {
        NatsSettings settings = settings("pullway.nats.servers", value);
        assertThat(settings.servers()).isEqualTo(List.of(servers.split(",")));
        assertThat(settings.options().build().getServers()).hasSize(servers.split(",").length);
    }

    @Test
    void aUserHasAnInboxPrefixOfItsOwn() {
        NatsSettings settings = settings("pullway.nats.user", "proxy", "pullway.nats.password", "pw");
        assertThat(settings.login()).isEqualTo(new UserAndPassword("proxy", "pw"));
        assertThat(settings.inboxPrefix()).isEqualTo("_INBOX_proxy");
        assertThat(settings.options().build().getInboxPrefix()).isEqualTo("_INBOX_proxy.");
        assertThat(settings("pullway.nats.user", "proxy", "pullway.nats.inbox-prefix", "_I")
                        .inboxPrefix())
                .isEqualTo("_I");
    }

    @Test
    void aCredentialsFileComesBeforeAUser() throws Exception {
        Path creds = Files.createFile(folder.resolve("user.creds"));
        assertThat(settings("pullway.nats.creds", creds.toString(), "pullway.nats.user", "x")
                        .login())
                .isEqualTo(new CredentialsFile(creds));
    }

    @Test
    void storesHaveAPathAndAPassword() throws Exception {
        String store = Files.createFile(folder.resolve("trust.p12")).toString();
        NatsSettings settings = settings(
                "pullway.nats.trust-store", store,
                "pullway.nats.trust-store-password", "t",
                "pullway.nats.key-store", store);
        assertThat(settings.trustStore()).isEqualTo(new NatsSettings.Store(store, "t"));
        assertThat(settings.keyStore()).isEqualTo(new NatsSettings.Store(store, ""));
    }

    @Test
    void passwordsAreNeverPrinted() {
        assertThat(new UserAndPassword("u", "hidden")).hasToString("UserAndPassword[u]");
        assertThat(new NatsSettings.Store("s", "hidden")).hasToString("Store[s]");
        assertThat(settings("pullway.nats.user", "u", "pullway.nats.password", "hidden")
                        .toString())
                .doesNotContain("hidden");
    }

    /** The sentence stands in the last column; {@code FOLDER} is a folder, a file named {@code missing} is not there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            servers      | ""            | pullway.nats.servers is empty; allowed: NATS URLs, separated by commas
            servers      | " , ,"        | pullway.nats.servers is empty; allowed: NATS URLs, separated by commas
            servers      | http://a:1    | pullway.nats.servers holds 'http://a:1'; allowed: URLs such as nats://127.0.0.1:4222, separated by commas
            servers      | ws://a:1      | pullway.nats.servers holds 'ws://a:1'; allowed: URLs such as nats://127.0.0.1:4222, separated by commas
            servers      | nats://a b    | pullway.nats.servers holds 'nats://a b'; allowed: URLs such as nats://127.0.0.1:4222, separated by commas
            servers      | nats://u:secret@b c | pullway.nats.servers holds 'b c'; allowed: URLs such as nats://127.0.0.1:4222, separated by commas
            inbox-prefix | ""            | pullway.nats.inbox-prefix is ''; allowed: 1 to 64 letters, digits, _ and -
            inbox-prefix | _INBOX.       | pullway.nats.inbox-prefix is '_INBOX.'; allowed: 1 to 64 letters, digits, _ and -
            inbox-prefix | *             | pullway.nats.inbox-prefix is '*'; allowed: 1 to 64 letters, digits, _ and -
            user         | a.b           | pullway.nats.inbox-prefix is '_INBOX_a.b'; allowed: 1 to 64 letters, digits, _ and -
            creds        | missing       | pullway.nats.creds is 'missing', which is not a file that can be read
            creds        | FOLDER        | pullway.nats.creds is 'FOLDER', which is not a file that can be read
            trust-store  | missing       | pullway.nats.trust-store is 'missing', which is not a file that can be read
            key-store    | missing       | pullway.nats.key-store is 'missing', which is not a file that can be read
            """)
    void aWrongValueIsToldInOneSentence(String property, String value, String sentence) {
        assertThatThrownBy(() -> settings("pullway.nats." + property, value.replace("FOLDER", folder.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence.replace("FOLDER", folder.toString()));
    }

    @Test
    void aPathThatNoFileCanHaveIsToldToo() {
        assertThatThrownBy(() -> settings("pullway.nats.creds", "a\0b"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pullway.nats.creds is ");
    }

    @Test
    void everyConnectionReconnectsForEverBuffersNothingAndNoticesADeadServerInThreeSeconds() {
        Options options = settings().options().build();
        assertThat(options.getMaxReconnect()).isEqualTo(-1);
        assertThat(options.getReconnectBufferSize()).isZero();
        assertThat(options.getPingInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.getMaxPingsOut()).isEqualTo(2);
        assertThat(options.getSocketWriteTimeout()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(options.isDiscardMessagesWhenOutgoingQueueFull()).isFalse();
    }

    private static NatsSettings settings(String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        NatsSettings settings = NatsSettings.from(name -> Optional.ofNullable(values.remove(name)));
        assertThat(values.keySet())
                .as("properties that nobody asked for, of %s", Arrays.toString(namesAndValues))
                .isSubsetOf("pullway.nats.user");
        return settings;
    }
}
