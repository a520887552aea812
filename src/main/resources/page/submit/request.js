import { TABLE, partsOf, tableOf, withLine } from "./table.js";

const LARGEST_BATCH = 1_000;
const MOST_BATCHES = 100;

/** What the service assumes where a request leaves it out; only these fit into the form. */
const DEFAULT_DISK_GIB = 10;
const DEFAULT_ARCHITECTURE = "X86";
const DEFAULT_PRIORITY = "ON_DEMAND_PRIORITY";

/** The most jobs in one request. */
export const MOST_JOBS = LARGEST_BATCH * MOST_BATCHES;

/**
 * What the fields contain at first.
 * @type {Values}
 */
export const DEFAULTS = { jobs: "10", maxVCpus: "1", maxMemory: "512", execTimeoutSeconds: "3600", maxRetries: "0" };

const EXAMPLE = [{ jobName: "hello", batchSize: 20, retryStrategy: { maxRetries: 1 }, htcJobDefinition: {
  imageName: "hello:1", maxVCpus: 1, maxMemory: 64, execTimeoutSeconds: 300,
  commands: ["sh", "-c", "echo $AWS_BATCH_JOB_ARRAY_INDEX"] } }];

/** @typedef {Record<string, any>} Values of the fields by name */

/**
 * The batches of equal jobs.
 * @param {Values} values
 */
export function equalBatches(values) {
  const batches = [];
  for (let rest = Number(values.jobs); rest > 0; rest -= LARGEST_BATCH) {
    batches.push({ ...sharedOf(values), batchSize: Math.min(rest, LARGEST_BATCH), htcJobDefinition: definitionOf(values) });
  }
  return batches;
}

/**
 * One job for each line of the table, in batches as large as possible.
 * @param {Values} values
 */
export function tableBatches(values) {
  const { names, rows } = tableOf(values.table);
  const parts = partsOf(rows, LARGEST_BATCH);
  if (parts.length > MOST_BATCHES) {
    throw new Error(`The table is too large: it needs ${parts.length} batches, and a request has at most ${MOST_BATCHES}.`);
  }
  const command = withLine(names, values.command);
  return parts.map((lines) => ({ ...sharedOf(values), batchSize: lines.length, htcJobDefinition: {
    ...definitionOf({ ...values, command }), envs: [{ name: TABLE, value: lines.join("\n") }] } }));
}

/** @param {Values} values */
export function jsonBatches({ json }) {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Error(`The text is not JSON: ${cause.message}`);
  }
}

/**
 * The request of the form as text, or an example while the form is incomplete.
 * @param {Values} values
 */
export function textOf(values) {
  const isComplete = values.imageName && values.command && Number(values.jobs) > 0;
  return JSON.stringify(isComplete ? equalBatches(values) : EXAMPLE, null, 2);
}

/**
 * What the fields contain to submit one job like the given one: `json` if the form has no fields for all of it.
 * @param {any} job with its definition
 * @returns {{way: string, values: Values}}
 */
export function likeJob(job) {
  const { group = "" } = job;
  if (!fitsForm(job)) {
    return { way: "json", values: { ...DEFAULTS, group, json: JSON.stringify([batchOf(job)], null, 2) } };
  }
  return { way: "form", values: { jobs: "1", group, jobName: job.jobName ?? "", imageName: job.imageName,
    command: job.commands[2], maxVCpus: String(job.maxVCpus), maxMemory: String(job.maxMemory),
    execTimeoutSeconds: String(job.execTimeoutSeconds), maxRetries: String(job.retryStrategy?.maxRetries ?? 0) } };
}

function fitsForm(job) {
  const [shell, flag, ...rest] = job.commands ?? [];
  return shell === "sh" && flag === "-c" && rest.length === 1
    && !job.envs?.length && !job.tags?.length && !job.retryStrategy?.rules?.length && !job.workingDir
    && job.maxSwap === undefined && job.maxDiskGiB === DEFAULT_DISK_GIB
    && job.architecture === DEFAULT_ARCHITECTURE && job.priority === DEFAULT_PRIORITY;
}

/**
 * A batch of one job like the given one.
 * @param {any} job with its definition
 */
export function batchOf(job) {
  const { jobName, retryStrategy, tags, imageName, commands, envs, maxVCpus, maxMemory, maxDiskGiB, maxSwap,
    execTimeoutSeconds, architecture, priority, workingDir } = job;
  return { jobName, batchSize: 1, retryStrategy, tags: tags?.length ? tags : undefined, htcJobDefinition: {
    imageName, commands, envs, maxVCpus, maxMemory, maxDiskGiB, maxSwap, execTimeoutSeconds, architecture, priority, workingDir } };
}

/**
 * What a batch has beside its size and its definition.
 * @param {Values} values
 */
function sharedOf({ jobName, maxRetries }) {
  return {
    ...(jobName ? { jobName } : {}),
    ...(Number(maxRetries) > 0 ? { retryStrategy: { maxRetries: Number(maxRetries) } } : {}),
  };
}

function definitionOf(values) {
  return {
    imageName: values.imageName,
    maxVCpus: Number(values.maxVCpus),
    maxMemory: Number(values.maxMemory),
    execTimeoutSeconds: Number(values.execTimeoutSeconds),
    commands: ["sh", "-c", values.command],
  };
}
