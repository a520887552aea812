package org.openhtc.api;

import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Browser origins and proxies that the service trusts.
 *
 * @param allowedOrigins origins such as {@code https://app.example.org} whose pages may call the
 *     service from a browser, or {@code *} for all origins
 * @param trustedProxies addresses, or networks such as {@code 10.0.0.0/8}, whose {@code
 *     X-Forwarded-...} headers give the client's address and the URL that it used; the headers are
 *     ignored from all other senders
 */
@Validated
@ConfigurationProperties("openhtc.http")
record HttpSettings(
    @DefaultValue
        List<
                @Pattern(
                    regexp = "\\*|https?://[^/?#]+",
                    message = "must be an origin such as https://app.example.org, or *")
                String>
            allowedOrigins,
    @DefaultValue
        List<
                @Pattern(
                    regexp = "[0-9a-fA-F:.]+(/\\d{1,3})?",
                    message = "must be an address, or a network such as 10.0.0.0/8")
                String>
            trustedProxies) {}
