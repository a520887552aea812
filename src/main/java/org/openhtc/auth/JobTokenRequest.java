package org.openhtc.auth;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * The content of the tokens of a job's attempt.
 *
 * @param userId user who submitted the job
 * @param jobId public form {@code <batch>:<index>}
 * @param attempt from 1
 * @param userClaims the submitter's claims by name; in the token they are called {@code
 *     userDefined_<name>}
 * @param lifetime lifetime of the tokens: the longest time that the job may run
 */
public record JobTokenRequest(
    String userId,
    String workspaceId,
    UUID projectId,
    UUID taskId,
    String jobId,
    int attempt,
    Map<String, String> userClaims,
    Duration lifetime) {}
