"""Whether this worker process shuts down: its runs are then released to other workers, not finished."""

import asyncio

shutdown_requested = asyncio.Event()
