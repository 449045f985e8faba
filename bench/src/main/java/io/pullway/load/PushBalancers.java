package io.pullway.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * nginx and Caddy, twice each: connections are kept, nginx' workers share what they know of the instances, who cannot be
 * reached is left out for a while and the request is tried elsewhere (nginx does both by default; Caddy is told to). Caddy with
 * a limit knows how much an instance can work on, which nginx without paid modules can only answer with 502.
 *
 * @param ports where each listens
 * @param instances ports of the instances
 * @param slots of each instance
 */
record PushBalancers(Workplace workplace, Map<Balancer, Integer> ports, List<Integer> instances, int slots) {
    void start() {
        startNginx(Balancer.ROUND_ROBIN, "");
        startNginx(Balancer.LEAST_CONN, "least_conn;");
        startCaddy(Balancer.CADDY, "");
        startCaddy(Balancer.CADDY_LIMITED, "unhealthy_request_count " + slots + "\n      lb_try_interval 5ms");
    }

    private void startNginx(Balancer balancer, String policy) {
        String servers =
                instances.stream().map(port -> "server 127.0.0.1:" + port + ";").collect(Collectors.joining("\n    "));
        Path home = file(balancer.name(), "nginx.conf", """
                daemon off;
                pid nginx.pid;
                worker_processes 2;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  upstream instances {
                    zone instances 64k;
                    %s
                    %s
                    keepalive 64;
                  }
                  server {
                    listen 127.0.0.1:%d;
                    location /api/ {
                      proxy_pass http://instances/;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                    }
                  }
                }
                """.formatted(policy, servers, ports.get(balancer)));
        workplace.start(
                "nginx-" + balancer.name(),
                Map.of(),
                true,
                List.of(Tools.property("nginx"), "-p", home.toString(), "-c", "nginx.conf", "-e", "stderr"));
    }

    /** @param more options of its reverse proxy */
    private void startCaddy(Balancer balancer, String more) {
        String upstreams = instances.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(" "));
        Path home = file(balancer.name(), "Caddyfile", """
                {
                  admin off
                  auto_https off
                  persist_config off
                }
                http://127.0.0.1:%d {
                  handle_path /api/* {
                    reverse_proxy %s {
                      lb_policy least_conn
                      lb_try_duration 5s
                      fail_duration 10s
                      %s
                    }
                  }
                }
                """.formatted(ports.get(balancer), upstreams, more));
        workplace.start(
                "caddy-" + balancer.name(),
                Map.of("XDG_DATA_HOME", home.toString(), "XDG_CONFIG_HOME", home.toString()),
                true,
                List.of(
                        Tools.property("caddy"),
                        "run",
                        "--config",
                        home.resolve("Caddyfile").toString(),
                        "--adapter",
                        "caddyfile"));
    }

    private Path file(String folder, String name, String text) {
        try {
            Path home = Files.createDirectories(workplace.folder().resolve(folder));
            Files.writeString(home.resolve(name), text);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
