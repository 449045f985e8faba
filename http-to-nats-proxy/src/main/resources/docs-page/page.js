"use strict";

SwaggerUIBundle({
  url: "openapi",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  // Nothing is sent to validators on other hosts.
  validatorUrl: null,
});
