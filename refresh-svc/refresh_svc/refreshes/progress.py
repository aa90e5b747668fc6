"""Updates the jobs of a refresh from an event of its process."""

from collections.abc import Mapping

from contract.child_tasks import JobProgress, JobStarted
from refresh_svc.refreshes.schemas import Job


def job_after(job: Job, event: JobStarted | JobProgress) -> Job:
    """A job after an event; the start of a job ends the previous one."""
    if job.name == event.job:
        progress = isinstance(event, JobProgress)
        steps = {"done": event.done, "total": event.total} if progress else {}
        return job.model_copy(update={"status": "running", **steps})
    if job.status == "running" and isinstance(event, JobStarted):
        return job.model_copy(update={"status": "done", "seconds": event.seconds})
    return job


def done_job(job: Job, seconds: Mapping[str, float]) -> Job:
    """The job marked as done, with its duration in seconds, if known."""
    steps = {"done": max(job.done, job.total), "seconds": seconds.get(job.name)}
    return job.model_copy(update={"status": "done", **steps})
