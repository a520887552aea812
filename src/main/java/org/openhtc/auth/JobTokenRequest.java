package org.openhtc.auth;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * What the tokens of a job's attempt say.
 *
 * @param userId who submitted the job
 * @param jobId public form {@code <batch>:<index>}
 * @param attempt from 1
 * @param userClaims the submitter's claims by name; they appear as {@code userDefined_<name>}
 * @param lifetime how long the job may run
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
