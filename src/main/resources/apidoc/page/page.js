// Without validatorUrl the page would show the document to a server on the internet.
SwaggerUIBundle({ url: "../q/openapi", dom_id: "#api", deepLinking: true, validatorUrl: null });
