# The browser application and a server for it, nothing else: docker build --file k8s/images/frontend.Dockerfile … from the root
# of a checkout in which it is built (scripts/deploy-frontend does that).
FROM caddy:2.11-alpine@sha256:5f5c8640aae01df9654968d946d8f1a56c497f1dd5c5cda4cf95ab7c14d58648 AS caddy
# A copy without the right to open ports below 1024: a pod without rights may not start a program that has any.
RUN cp /usr/bin/caddy /caddy

FROM scratch
COPY --from=caddy /caddy /caddy
COPY frontend/served.caddy /application/frontend/served.caddy
COPY k8s/images/frontend.caddy /application/k8s/images/frontend.caddy
COPY frontend/dist/ /application/frontend/dist/
ENV PULLWAY_UI=/application/frontend/dist XDG_DATA_HOME=/tmp XDG_CONFIG_HOME=/tmp
USER 10001:10001
ENTRYPOINT ["/caddy", "run", "--config", "/application/k8s/images/frontend.caddy", "--adapter", "caddyfile"]
