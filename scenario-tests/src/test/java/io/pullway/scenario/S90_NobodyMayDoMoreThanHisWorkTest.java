package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Subscription;
import io.pullway.fixtures.NatsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The users of {@code k8s/charts/nats.yaml} on a real nats-server: every cell of "who may what" (docs/wire-contract.md) is
 * tried, by every user, publishing and subscribing. Rows name who may; everybody else may not.
 */
final class S90_NobodyMayDoMoreThanHisWorkTest {
    private static final List<String> USERS =
            List.of("proxy", "rating-service", "moderation-service", "echo-service", "nack", "operator");

    private static NatsServer server;
    private static final Map<String, RawNats> LOGINS = new TreeMap<>();

    @BeforeAll
    static void start() {
        server = NatsServer.started(NatsUsers.configuration());
        for (String user : USERS) {
            LOGINS.put(user, RawNats.as(user, server));
        }
    }

    @AfterAll
    static void end() {
        LOGINS.values().forEach(RawNats::close);
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # subject                                  | who may publish                | who may subscribe
            http.users.get.5                           | proxy operator                 |
            keyed.echo.post                            | proxy operator                 |
            # The rating service asks the moderation service, as anybody would that waits.
            http.moderation.post.verdicts              | proxy rating-service operator  |
            keyed.moderation.post.verdicts             | proxy operator                 |
            later.moderation.post.verdicts             | proxy operator                 |
            later.ratings.post                         | proxy operator                 |
            # Answers: of one's own resource, heard by the proxies and by whom they are for.
            reply.proxy.p1.users.x                     | rating-service                 | proxy operator
            reply.proxy.p1.echo.x                      | echo-service                   | proxy operator
            reply.proxy.p1.moderation.x                | moderation-service             | proxy operator
            reply.rating-service.i1.echo.x             | echo-service                   | rating-service
            reply.rating-service.i1.moderation.x       | moderation-service             | rating-service
            reply.moderation-service.i1.users.x        | rating-service                 | moderation-service
            reply.echo-service.i1.ratings.x            | rating-service                 | echo-service
            answer.services.x                          | proxy rating-service operator  | operator
            answer.moderation.x                        | proxy moderation-service operator | operator
            answer.echo.x                              | proxy echo-service operator    | operator
            kept.users.x                               |                                | proxy operator
            dead.ratings.x                             | rating-service operator        | operator
            dead.moderation.x                          | moderation-service operator    | operator
            dead.echo.x                                | echo-service operator          | operator
            presence.users.i1                          | rating-service                 | proxy operator
            presence.moderation.i1                     | moderation-service             | proxy rating-service operator
            presence.echo.i1                           | echo-service                   | proxy operator
            # The proxies among themselves: how many they are.
            presence.-.p1                              | proxy                          | proxy operator
            cancel.users.x                             | proxy                          | rating-service
            cancel.moderation.x                        | proxy                          | moderation-service
            cancel.echo.x                              | proxy                          | echo-service
            # JetStream: everybody reads what is his, and only nack and people declare.
            $JS.API.INFO                               | nack operator                  |
            $JS.API.STREAM.NAMES                       | proxy nack operator            |
            $JS.API.STREAM.LIST                        | nack operator                  |
            $JS.API.STREAM.INFO.rating-service         | proxy rating-service nack operator |
            $JS.API.STREAM.INFO.moderation-service     | proxy moderation-service nack operator |
            $JS.API.STREAM.INFO.echo-service           | proxy echo-service nack operator   |
            $JS.API.CONSUMER.INFO.echo-service.echo-service          | proxy echo-service nack operator   |
            $JS.API.CONSUMER.INFO.rating-service.rating-service-later | proxy rating-service nack operator |
            $JS.API.CONSUMER.MSG.NEXT.rating-service.rating-service       | rating-service operator |
            $JS.API.CONSUMER.MSG.NEXT.rating-service.rating-service-later | rating-service operator |
            $JS.API.CONSUMER.MSG.NEXT.moderation-service.moderation-service | moderation-service operator |
            $JS.API.CONSUMER.MSG.NEXT.echo-service.echo-service           | echo-service operator   |
            $JS.API.STREAM.MSG.GET.rating-service          | operator                       |
            $JS.API.STREAM.MSG.GET.moderation-service      | operator                       |
            $JS.API.STREAM.MSG.GET.echo-service            | operator                       |
            $JS.API.STREAM.MSG.GET.ANSWERS_rating-service  | proxy rating-service operator  |
            $JS.API.STREAM.MSG.GET.ANSWERS_moderation-service | proxy moderation-service operator |
            $JS.API.STREAM.MSG.GET.ANSWERS_echo-service    | proxy echo-service operator    |
            $JS.API.STREAM.MSG.GET.DEAD_LETTERS            | proxy operator                 |
            $JS.API.STREAM.MSG.DELETE.rating-service       | operator                       |
            $JS.API.STREAM.MSG.DELETE.moderation-service   | operator                       |
            $JS.API.STREAM.MSG.DELETE.echo-service         | operator                       |
            $JS.API.STREAM.MSG.DELETE.ANSWERS_echo-service | operator                       |
            $JS.API.STREAM.MSG.DELETE.DEAD_LETTERS         | proxy operator                 |
            $JS.API.STREAM.PURGE.DEAD_LETTERS              | operator                       |
            $JS.API.DIRECT.GET.DEAD_LETTERS                | operator                       |
            $JS.API.STREAM.CREATE.x                    | nack operator                  |
            $JS.API.STREAM.UPDATE.rating-service       | nack operator                  |
            $JS.API.STREAM.DELETE.rating-service       | nack operator                  |
            $JS.API.STREAM.PURGE.rating-service        | operator                       |
            $JS.API.CONSUMER.CREATE.rating-service     | nack operator                  |
            $JS.API.CONSUMER.CREATE.echo-service.x     | nack operator                  |
            $JS.API.CONSUMER.DURABLE.CREATE.echo-service.x | nack operator              |
            $JS.API.CONSUMER.DELETE.rating-service.rating-service | nack operator       |
            $JS.ACK.rating-service.rating-service.1.1.1.1.1       | rating-service      |
            $JS.ACK.moderation-service.moderation-service.1.1.1.1.1 | moderation-service |
            $JS.ACK.echo-service.echo-service.1.1.1.1.1           | echo-service        |
            # Events: told by their service, heard by consumers; nobody but their service touches those that stay.
            event.ratings.5.created                    | rating-service operator        |
            event.users.5.withdrawn                    | rating-service operator        |
            event.echo.5.created                       | operator                       |
            $JS.API.STREAM.INFO.EVENTS_rating-service      | proxy rating-service nack operator |
            $JS.API.STREAM.MSG.GET.EVENTS_rating-service   | rating-service operator        |
            $JS.API.STREAM.MSG.DELETE.EVENTS_rating-service | operator                      |
            $JS.API.STREAM.PURGE.EVENTS_rating-service     | operator                       |
            $JS.API.CONSUMER.INFO.EVENTS_rating-service.x         | proxy rating-service nack operator |
            $JS.API.CONSUMER.INFO.EVENTS_rating-service.averages  | proxy rating-service nack operator |
            $JS.API.CONSUMER.CREATE.EVENTS_rating-service.x.event.ratings.5.changed | proxy nack operator |
            $JS.API.CONSUMER.CREATE.EVENTS_rating-service.x       | nack operator          |
            $JS.API.CONSUMER.CREATE.EVENTS_rating-service         | nack operator          |
            $JS.API.CONSUMER.CREATE.EVENTS_rating-service.averages.event.ratings.5.changed | nack operator |
            $JS.API.CONSUMER.CREATE.EVENTS_rating-service.averages | nack operator         |
            $JS.API.CONSUMER.DURABLE.CREATE.EVENTS_rating-service.averages | nack operator |
            $JS.API.CONSUMER.CREATE.rating-service.x.http.users.> | nack operator          |
            $JS.API.CONSUMER.MSG.NEXT.EVENTS_rating-service.x     | proxy operator         |
            $JS.API.CONSUMER.MSG.NEXT.EVENTS_rating-service.averages | rating-service operator |
            $JS.API.CONSUMER.DELETE.EVENTS_rating-service.x       | proxy nack operator    |
            $JS.API.CONSUMER.DELETE.EVENTS_rating-service.averages | nack operator         |
            $JS.ACK.EVENTS_rating-service.averages.1.1.1.1.1      | rating-service         |
            $JS.ACK.EVENTS_rating-service.x.1.1.1.1.1             |                        |
            event.>                                    |                                |
            # Inboxes are private, and nobody hears everything.
            _INBOX.x                                   |                                | nack
            _INBOX_proxy.x                             |                                | proxy
            _INBOX_rating-service.x                    |                                | rating-service
            _INBOX_moderation-service.x                |                                | moderation-service
            _INBOX_echo-service.x                      |                                | echo-service
            _INBOX_operator.x                          |                                | operator
            >                                          |                                |
            http.>                                     |                                |
            reply.>                                    |                                |
            $JS.API.>                                  |                                |
            $JS.ACK.>                                  |                                |
            $JS.EVENT.>                                |                                |
            $SYS.>                                     |                                |
            $SYS.REQ.SERVER.PING                       |                                |
            anything.else                              |                                |
            """)
    void onlyTheseMay(String subject, String publishers, String subscribers) {
        if (!subject.endsWith(">")) {
            assertThat(users(user -> LOGINS.get(user).mayPublish(subject)))
                    .as("who may publish to " + subject)
                    .isEqualTo(names(publishers));
        }
        assertThat(users(user -> LOGINS.get(user).maySubscribe(subject)))
                .as("who may subscribe to " + subject)
                .isEqualTo(names(subscribers));
    }

    @Test
    void theSystemAccountSeesServersAndNoRequest() throws IOException, InterruptedException {
        try (Connection system = NatsUsers.connect("system", server)) {
            assertThat(system.request("$SYS.REQ.SERVER.PING", new byte[0], Duration.ofSeconds(5)))
                    .isNotNull();
            Subscription everything = system.subscribe("http.>");
            // What comes later was subscribed for.
            assertThat(system.RTT()).isPositive();
            assertThat(LOGINS.get("proxy").mayPublish("http.users.get")).isTrue();
            system.publish("http.users.delete.5", new byte[0]);
            assertThat(everything.nextMessage(Duration.ofSeconds(5)).getSubject())
                    .as("the first that it hears is its own, in its own account")
                    .isEqualTo("http.users.delete.5");
        }
    }

    @Test
    void everyUserOfTheFileIsTried() {
        List<String> declared = new ArrayList<>();
        NatsUsers.configuration()
                .replaceAll("\"user\":\"", "\n>")
                .lines()
                .filter(line -> line.startsWith(">"))
                .forEach(line -> declared.add(line.substring(1, line.indexOf('"'))));
        assertThat(declared)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(USERS.stream(), Stream.of("system")).toList());
    }

    private static Set<String> users(Predicate<String> may) {
        return USERS.stream().filter(may).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(String list) {
        return list == null ? Set.of() : new TreeSet<>(List.of(list.trim().split(" +")));
    }
}
