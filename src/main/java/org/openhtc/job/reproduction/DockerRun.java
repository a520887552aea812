package org.openhtc.job.reproduction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.NameValue;
import org.openhtc.job.query.JobRow;
import org.openhtc.storage.InputUrls.Input;

/**
 * Composes the command that runs a job on another machine: the same image and limits, without a
 * network and without the credentials of the job. A pure function of its parameters.
 */
final class DockerRun {
  /** Variables whose values the command takes from the user's own environment. */
  private static final Pattern SECRET =
      Pattern.compile("secret|token|password|passwd|key|credential", Pattern.CASE_INSENSITIVE);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
  private static final String FOLDER = "inputs";

  private final JobRow job;
  private final JobDefinition definition;
  private final String image;
  private final List<Input> inputs;

  DockerRun(JobRow job, JobDefinition definition, String image, List<Input> inputs) {
    this.job = job;
    this.definition = definition;
    this.image = image;
    this.inputs = inputs;
  }

  /** The names of the variables whose values are left out. */
  List<String> secrets() {
    return definition.envs().stream().map(NameValue::name).filter(DockerRun::isSecret).toList();
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name).find();
  }

  /** One command of a POSIX shell, on several lines. */
  String command() {
    List<String> parts = new ArrayList<>();
    for (Input input : inputs) {
      parts.add(
          "curl -fsS --create-dirs -o %s %s &&"
              .formatted(quoted(FOLDER + "/" + input.path()), quoted(input.url().toString())));
    }
    parts.add("docker run --rm --network none");
    parts.add(
        "--cpus %d --memory %dm --memory-swap %dm"
            .formatted(definition.maxVCpus(), job.memoryMib(), job.memoryMib()));
    variables().forEach((name, value) -> parts.add("-e " + quoted(name + "=" + value)));
    secrets().forEach(name -> parts.add("-e " + quoted(name)));
    if (!inputs.isEmpty()) {
      parts.add("-v \"$PWD/%s:/%s:ro\"".formatted(FOLDER, FOLDER));
    }
    if (definition.workingDir() != null) {
      parts.add("-w " + quoted(definition.workingDir()));
    }
    List<String> words = new ArrayList<>(List.of(image));
    words.addAll(definition.commands());
    parts.add(String.join(" ", words.stream().map(DockerRun::quoted).toList()));
    return String.join(" \\\n  ", parts);
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_BATCH_JOB_ARRAY_INDEX", String.valueOf(job.id().index()));
    variables.put("AWS_BATCH_JOB_ID", job.id().toString());
    variables.put("AWS_BATCH_JOB_ATTEMPT", String.valueOf(Math.max(1, job.attempt())));
    variables.put("RESCALE_PROJECT_ID", job.projectId().toString());
    variables.put("RESCALE_TASK_ID", job.taskId().toString());
    variables.put("RESCALE_JOB_ID", job.id().toString());
    for (NameValue env : definition.envs()) {
      if (!isSecret(env.name())) {
        variables.put(env.name(), env.value());
      }
    }
    return variables;
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
