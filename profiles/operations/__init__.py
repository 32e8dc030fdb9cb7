"""What the site does by itself: the jobs of the queue, and the workers that do them.

jobs      what each kind of job does, how often, and how long it is tried: a new kind is a row here
queue     taking a job, putting off its lease, doing it, trying it again, giving it up
worker    a process that works until it is told to stop
pages     the pages of a published text, made before readers ask for them
purging   caches in front are told what has changed
cleaning  what is removed every night
figures   how the queue and the texts stand, for the page of the dashboard and for whatever measures
collectors  all figures, as Prometheus reads them
process_counts  what each server process counts: requests, pages, memory, connections
outgoing  the one way by which the server asks another address
readiness whether this program may work on this database: its version, and the secret key that it knows
"""
