package org.openhtc.apidoc;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.apidoc.ApiDocument.Format;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.request.NativeWebRequest;

/** Serves the description of the API to programs; no token is required. */
@ApiController
class ApiDocumentController {
  private final ApiDocument document;
  private final ContentNegotiationManager negotiation;

  ApiDocumentController(ApiDocument document, ContentNegotiationManager negotiation) {
    this.document = document;
    this.negotiation = negotiation;
  }

  /** YAML, unless the client requests JSON with the parameter or the header {@code Accept}. */
  @GetMapping({"/q/openapi", "/openapi.yaml"})
  ResponseEntity<byte[]> openApi(
      @RequestParam(required = false) @Nullable Format format, NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    Format chosen = format == null ? accepted(request) : format;
    return ResponseEntity.ok().contentType(chosen.type).body(document.as(chosen));
  }

  private Format accepted(NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
    return negotiation.resolveMediaTypes(request).stream()
        .map(ApiDocumentController::format)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new HttpMediaTypeNotAcceptableException(types()));
  }

  private static Optional<Format> format(MediaType accepted) {
    return Arrays.stream(Format.values())
        .filter(format -> accepted.isCompatibleWith(format.type))
        .findFirst();
  }

  private static List<MediaType> types() {
    return Arrays.stream(Format.values()).map(format -> format.type).toList();
  }
}
