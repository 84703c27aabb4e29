'use strict';
SwaggerUIBundle({
  url: '/v1/openapi.yaml',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  // keys do not stay behind in the browser
  persistAuthorization: false,
  // would ask a server elsewhere
  validatorUrl: null,
});
