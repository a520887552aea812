"""Uses every part of the unmodified package rescalehtc, and prints the results as one JSON object.

Arguments: base URL of the API, directory for files, name of an image of the local engine.
The regions AWS_US_WEST_2, which has hosts, and AWS_EU_WEST_1, which has none, are enabled.
The environment variable RESCALE_API_TOKEN contains an administrator's API key.
"""

import json
import os
import sys
import time

from rescalehtc.internals import constants

base_url, directory, local_image = sys.argv[1:]
# The package has no setting for these two. Its own tests also replace them.
constants._RESCALE_API_BASE_URL = base_url
constants._CONFIG_FOLDER = os.path.join(directory, "config")

from rescalehtc import HtcSession, api, container_registry, htcjobs, htcprojects, htctasks
from rescalehtc.exceptions import HtcException
from rescalehtc.scripts import rauthenticate

facts = {}
LIVE = ["SUBMITTED_TO_RESCALE", "SUBMITTED_TO_PROVIDER", "RUNNABLE", "STARTING", "RUNNING"]


def until(condition, seconds=60):
    """Polls more often than the package, which polls at most every 15 seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {condition}"
        time.sleep(0.3)


def refusal(call):
    """The error status of the call."""
    try:
        return f"succeeded with {call()}"
    except HtcException as refused:
        return refused.status_code


def ended(session, task):
    counts = api.get_htc_projects_tasks_summary_statistics(
        session, task.json["projectId"], task.json["taskId"]
    )["jobStatuses"]
    return sum(counts[status] for status in LIVE) == 0


def log_in():
    sys.argv = ["rauthenticate"]
    rauthenticate.argmain()
    session = HtcSession()
    key = os.environ["RESCALE_API_TOKEN"]
    facts["claims"] = session.get_bearer_token().payload
    facts["claimsByKey"] = HtcSession(api_key=key).get_bearer_token().payload
    facts["whoAmI"] = api.get_auth_whoami(session, f"Token {key}")
    facts["token"] = api.get_auth_token(session, f"Token {key}")
    facts["keys"] = api.get_well_known_jwks(session)
    return session


def look_around(session):
    facts["regions"] = api.get_htc_regions(session)
    facts["region"] = api.get_htc_regions(session, "AWS_US_WEST_2")
    facts["storage"] = api.get_htc_storage(session)
    facts["storageOfRegion"] = api.get_htc_storage_region(session, "AWS_US_WEST_2")
    workspace = facts["claims"]["workspaceId"]
    facts["workspaceDimensions"] = api.get_htc_workspaces_dimensions(session, workspace)
    facts["workspaceRetentionPut"] = api.put_htc_task_retention_policy(
        session, workspace, {"archiveAfter": 0, "deleteAfter": 0}
    )
    facts["workspaceRetention"] = api.get_htc_task_retention_policy(session, workspace)
    facts["clusters"] = api.get_htc_gcp_clusters(session, workspace)
    facts["workspaceLimit"] = refusal(lambda: api.get_htc_workspaces_limits(session, workspace))


def make_project(session):
    created = api.post_htc_projects(
        session,
        {
            "projectName": "wings",
            "projectDescription": "What rescalehtc can do",
            "regions": ["AWS_US_WEST_2", "AWS_EU_WEST_1"],
        },
    )
    project = htcprojects.get_project_with_name(session, "wings")
    assert project.json == created, (project.json, created)
    assert htcprojects.get_project_with_id(session, created["projectId"]).json == created
    assert htcprojects.get_project_with_id(session, "nowhere") is None
    assert htcprojects.get_project_with_name(session, "nowhere") is None
    facts["project"] = created
    facts["projects"] = [p.json["projectName"] for p in htcprojects.get_projects(session)]
    return project


def settings_of_project(session, project):
    project_id = project.json["projectId"]
    limit = project.set_vcpu_limit(session, "PROJECT_ADMIN", 16)
    api.patch_htc_projects_limits(session, project_id, limit["id"], {"vCPUs": 8})
    facts["limits"] = project.get_limits(session)
    assert facts["limits"] == [api.get_htc_projects_limits(session, project_id, limit["id"])]
    api.delete_htc_projects_limits(session, project_id, limit["id"])
    facts["limitsAfterDelete"] = project.get_limits(session)
    api.delete_htc_projects_limits(session, project_id)
    facts["dimensions"] = api.put_htc_projects_dimensions(
        session, project_id, facts["workspaceDimensions"][:1]
    )
    assert api.get_htc_projects_dimensions(session, project_id) == facts["dimensions"]
    api.put_htc_projects_dimensions(session, project_id, [])
    facts["retentionPut"] = api.put_htc_projects_task_retention_policy(
        session, project_id, {"archiveAfter": 24, "deleteAfter": 168}
    )
    facts["retention"] = api.get_htc_projects_task_retention_policy(session, project_id)
    api.delete_htc_projects_task_retention_policy(session, project_id)
    facts["retentionAfterDelete"] = refusal(
        lambda: api.get_htc_projects_task_retention_policy(session, project_id)
    )


def push_image(session, project):
    registry = container_registry.get_container_registry(session, project)
    facts["registry"] = [registry.login_method, registry.username, registry.registry_url]
    assert registry.get_images(session) == []
    facts["pushed"] = registry.push_docker_image(session, local_image, "tool/solver:1")
    facts["images"] = registry.get_images(session)
    facts["repositories"] = registry.get_repos(session)
    facts["imageReady"] = registry.is_image_ready(session, "tool/solver:1")
    return facts["pushed"]


def make_tasks(session, project):
    task = htctasks.create_task_with_name(session, project, "angles", "All angles")
    spare = htctasks.create_task_with_name(session, project, "spare")
    facts["task"] = task.json
    assert htctasks.get_task_with_id(session, project, task.json["taskId"]).json == task.json
    assert htctasks.get_task_with_id(session, project, "nowhere") is None
    assert [t.json for t in htctasks.get_tasks_with_name(session, project, "angles")] == [task.json]
    archived = {"lifecycleStatus": "ARCHIVED"}
    facts["archived"] = api.patch_htc_projects_tasks(
        session, project.json["projectId"], spare.json["taskId"], archived
    )
    spare.delete_task(session)
    facts["deletedByName"] = [
        t["lifecycleStatus"]
        for t in (
            htctasks.create_task_with_name(session, project, "twin"),
            htctasks.delete_tasks_with_name(session, project, "twin"),
        )[1]
    ]
    assert htctasks.delete_task_with_id(session, project, "nowhere") is None
    facts["tasks"] = [t.json["taskName"] for t in htctasks.get_tasks(session, project)]
    facts["allTasks"] = sorted(
        t.json["taskName"] for t in htctasks.get_tasks(session, project, lifecycle_status="any")
    )
    return task


def run_single_job(session, task, image):
    """Its log has more lines than the package reads in one request."""
    job = htcjobs.create_single_job(
        session,
        task,
        "ON_DEMAND_ECONOMY",
        image,
        300,
        max_memory_mib=64,
        commands=["sh", "-c", "seq 1 11000; echo greetings from $NAME"],
        envs=[{"name": "NAME", "value": "ångström"}],
        claims=[{"name": "team", "value": "wings"}],
        architecture="X86",
        region="AWS_US_WEST_2",
    )
    facts["singleJob"] = job.json
    until(lambda: ended(session, task))
    facts["stillRunning"] = job.is_still_running(session)
    facts["endedJob"] = job.json
    path = os.path.join(directory, "job.log")
    job.get_logs_to_file(session, path)
    with open(path, encoding="utf-8") as log:
        lines = log.read().splitlines()
    facts["log"] = {"lines": len(lines), "head": lines[:2], "tail": lines[-2:]}
    facts["logInOrder"] = lines[:-1] == [str(n) for n in range(1, 11001)]
    facts["lastLines"] = list(job.get_logs(session, 3))
    facts["events"] = [
        event["status"]
        for event in api.get_htc_projects_tasks_jobs_events(
            session, job.json["projectId"], job.json["taskId"], job.json["jobUUID"]
        )
    ]


def act_as_a_job(session, task, image):
    """The package inside of a job, configured only by the job's environment."""
    job = htcjobs.create_single_job(
        session,
        task,
        "ON_DEMAND_PRIORITY",
        image,
        300,
        max_memory_mib=64,
        commands=["sh", "-c", "echo $RESCALE_HTC_REFRESH_TOKEN; sleep 600"],
        claims=[{"name": "team", "value": "wings"}],
        architecture="X86",
        region="AWS_US_WEST_2",
    )
    project_id, task_id, job_id = (job.json[k] for k in ("projectId", "taskId", "jobUUID"))

    def printed():
        return api.get_htc_projects_tasks_jobs_logs(session, project_id, task_id, job_id)

    until(printed)
    os.environ["RESCALE_HTC_REFRESH_TOKEN"] = printed()[0]["message"]
    own = HtcSession(config_folder_override=os.path.join(directory, "in-the-job"))
    facts["ownClaims"] = own.get_bearer_token().get_user_claims()

    def own_status():
        return api.get_htc_projects_tasks_jobs(own, project_id, task_id, job_id)["status"]

    until(lambda: own_status() != "STARTING")  # starts are reported a moment later, many together
    facts["ownStatus"] = own_status()
    api.get_htc_projects_tasks_storage_token(own, project_id, task_id)
    facts["allProjects"] = refusal(lambda: htcprojects.get_projects(own))
    del os.environ["RESCALE_HTC_REFRESH_TOKEN"]


def run_batch(session, task, image):
    """More jobs than fit on one page of a list."""
    batch = htcjobs.create_job_batch(
        session,
        task,
        120,
        "ON_DEMAND_PRIORITY",
        image,
        300,
        job_name="angle",
        max_memory_mib=64,
        batch_tags=[{"key": "campaign", "value": "spring"}],
        job_tags={"kind": "angle"},
        commands=["sh", "-c", "sleep 600"],
        architecture="X86",
        region="AWS_US_WEST_2",
    )
    facts["batch"] = batch.json
    jobs = batch.to_jobs()
    facts["jobsOfBatch"] = [len(jobs), jobs[119].json["jobUUID"] == f"{batch.json['parentJobId']}:119"]
    assert htcjobs.get_job_with_id(session, task, jobs[7].json["jobUUID"]).json["status"] in LIVE
    assert htcjobs.get_job_with_id(session, task, "nowhere") is None
    listed = htcjobs.get_jobs(session, task)
    facts["listed"] = [len(listed), len({job.json["jobUUID"] for job in listed})]
    facts["listedAsSucceeded"] = len(htcjobs.get_jobs(session, task, job_status="SUCCEEDED"))
    facts["batchStillRunning"] = batch.is_still_running(session)
    task.cancel_jobs_in_task(session)
    until(lambda: ended(session, task))
    summary = htctasks.get_task_with_id(session, task.project, task.json["taskId"])
    facts["summary"] = summary.get_task_summary(session)
    facts["cancelled"] = jobs[0].get_update(session)["statusReason"]
    facts["groups"] = api.get_htc_projects_tasks_groups(
        session, task.json["projectId"], task.json["taskId"]
    )
    facts["groupSummary"] = api.get_htc_projects_tasks_group_summary_statistics(
        session, task.json["projectId"], task.json["taskId"]
    )


def borrow_storage(session, task):
    project_id, task_id = task.json["projectId"], task.json["taskId"]
    facts["storageTokens"] = [
        api.get_htc_projects_storage_token(session, project_id),
        api.get_htc_projects_storage_token(session, project_id, "AWS_US_WEST_2"),
        api.get_htc_projects_tasks_storage_token(session, project_id, task_id),
        api.get_htc_projects_tasks_storage_token(session, project_id, task_id, "AWS_US_WEST_2"),
    ]
    facts["storageTokensOfAllRegions"] = [
        api.get_htc_projects_storage_tokens(session, project_id),
        api.get_htc_projects_tasks_storage_tokens(session, project_id, task_id),
    ]
    facts["regionalStorage"] = api.get_htc_projects_tasks_storage_regional_storage(
        session, project_id, task_id
    )


session = log_in()
look_around(session)
project = make_project(session)
settings_of_project(session, project)
image = push_image(session, project)
task = make_tasks(session, project)
run_single_job(session, task, image)
act_as_a_job(session, task, image)
run_batch(session, task, image)
borrow_storage(session, task)
with open(os.path.join(directory, "facts.json"), "w", encoding="utf-8") as out:
    json.dump(facts, out)
