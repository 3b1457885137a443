"""What only PostgreSQL can show: row locks, and a line to the server that is cut. See `make test-postgres`."""

import os

collect_ignore_glob = [] if os.environ.get("TEST_DATABASE_URL") else ["test_*.py"]
