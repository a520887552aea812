// The way of every client, with the client that is generated from the published document.
// Environment: API, KEY, PROJECT with an image hello:1.
import { Configuration, DefaultApi } from './published-typescript';

const { API, KEY, PROJECT } = process.env as Record<string, string>;
const LIMIT_MILLIS = 90_000;

function as(authorization: string) {
  return new DefaultApi(
    new Configuration({ basePath: API, headers: { Authorization: authorization } }),
  );
}

async function logIn() {
  const { tokenValue } = await as(`Token ${KEY}`).authTokenGet();
  const { user } = await as(`Token ${KEY}`).authWhoamiGet();
  console.log('I am', user!.email);
  return as(`Bearer ${tokenValue}`);
}

async function main() {
  const api = await logIn();
  const created = await api.htcProjectsPost({
    hTCProject: {
      projectName: 'generated',
      projectDescription: '',
      regions: ['AWS_US_WEST_2'],
    },
  });
  console.log('project', (await api.htcProjectsProjectIdGet({ projectId: created.projectId! })).regions);
  const { taskId } = await api.htcProjectsProjectIdTasksPost({
    projectId: PROJECT,
    hTCTask: { taskName: 'typescript', taskDescription: 'published' },
  });
  const task = { projectId: PROJECT, taskId: taskId! };
  const [batch] = await api.htcProjectsProjectIdTasksTaskIdJobsBatchPost({
    ...task,
    group: 'greetings',
    hTCJobSubmitRequest: [
      {
        batchSize: 2,
        htcJobDefinition: {
          imageName: 'hello:1',
          maxMemory: 64,
          execTimeoutSeconds: 300,
          tags: { kind: 'hello' },
          commands: ['sh', '-c', 'echo published TypeScript started job $AWS_BATCH_JOB_ARRAY_INDEX'],
        },
      },
    ],
  });
  console.log('group', batch.group);
  const job = { ...task, jobId: `${batch.parentJobId}:1` };
  const deadline = Date.now() + LIMIT_MILLIS;
  let status: string | undefined;
  while (status !== 'SUCCEEDED' && Date.now() < deadline) {
    await new Promise((again) => setTimeout(again, 300));
    ({ status } = await api.htcProjectsProjectIdTasksTaskIdJobsJobIdGet(job));
  }
  console.log('job', status);
  const log = await api.htcProjectsProjectIdTasksTaskIdJobsJobIdLogsGet({ ...job, sort: 'asc' });
  console.log('log', log.items![0].message);
}

main();
