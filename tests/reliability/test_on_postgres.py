"""`manage.py chaos --postgres`: its PostgreSQL, and the ways in which that one and the line to it break.

Collected where there is a PostgreSQL: under tests/with_postgres.
"""

import asyncio
import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from chaos.database_faults import DatabaseFaults
from chaos.postgres import FAST, IMMEDIATE, Postgres, own_postgres, url
from chatstream.testing.fault_proxy import FaultProxy
from instance.ports import find_free_port
from instance.process import wait_until
from tests.child_process import BASE


@pytest.fixture(scope="module")
def folder() -> Path:
    return Path(f"/tmp/chatstream-test-{uuid4()}")  # where another user may go, whom root lets run it


@pytest.fixture(scope="module")
def postgres(folder: Path) -> Iterator[Postgres]:
    with own_postgres(folder, find_free_port()) as server:
        yield server
    assert not folder.exists()


@asynccontextmanager
async def quietly(name: str, **fields: object) -> AsyncIterator[None]:
    """What is broken is told to nobody."""
    yield


@asynccontextmanager
async def broken(postgres: Postgres) -> AsyncIterator[tuple[DatabaseFaults, FaultProxy, str]]:
    """Its faults, the line, and where the line can be reached."""
    line = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", postgres.port))
    async with line.listening() as port:
        yield DatabaseFaults(postgres, line, quietly, random.Random(1)), line, url(port)


async def count(postgres: Postgres, table: str) -> int:
    async with await psycopg.AsyncConnection.connect(url(postgres.port)) as connection:
        return len(await (await connection.execute(sql.SQL("TABLE {}").format(sql.Identifier(table)))).fetchall())


async def test_the_answer_to_a_commit_is_lost_and_its_row_is_there(postgres: Postgres) -> None:
    async with broken(postgres) as (faults, _, address):
        connection = await psycopg.AsyncConnection.connect(address)
        await connection.execute("CREATE TABLE kept (number int)")
        await connection.execute("INSERT INTO kept VALUES (1)")
        losing = asyncio.create_task(faults.lose_answers_to_commits())
        await asyncio.sleep(0)
        with pytest.raises(psycopg.OperationalError):
            await connection.commit()
        await losing
        await connection.close()
    assert await count(postgres, "kept") == 1


async def test_a_line_that_is_cut_loses_what_was_not_committed(postgres: Postgres) -> None:
    async with broken(postgres) as (faults, _, address):
        connection = await psycopg.AsyncConnection.connect(address)
        await connection.execute("CREATE TABLE lost (number int)")
        await connection.commit()
        await connection.execute("INSERT INTO lost VALUES (1)")
        await faults.cut_the_line()
        with pytest.raises(psycopg.OperationalError):
            await connection.commit()
        await connection.close()
    assert await count(postgres, "lost") == 0


@pytest.mark.parametrize("number", [IMMEDIATE, FAST])
async def test_it_restarts_with_what_was_committed(postgres: Postgres, number: int) -> None:
    async with await psycopg.AsyncConnection.connect(url(postgres.port)) as connection:
        await connection.execute(f"CREATE TABLE restart_{number} AS SELECT 1")
    before = postgres.pid
    await postgres.restart_by(number)
    assert postgres.pid != before
    assert await count(postgres, f"restart_{number}") == 1


@pytest.mark.timeout(240)
def test_random_histories_on_a_database_that_loses_commits_break_no_promise() -> None:
    """The command makes a PostgreSQL for them, and leaves nothing of it."""
    before = set(Path("/tmp").glob("chatstream-chaos-*"))
    command = [sys.executable, "manage.py", "chaos", "--postgres", "--histories", "8", "--seed", "0"]
    done = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False, timeout=220)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"histories": 8, "broken": []}
    assert set(Path("/tmp").glob("chatstream-chaos-*")) <= before


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_promise_holds_on_a_database_that_fails_half_way() -> None:
    command = [sys.executable, "manage.py", "chaos", "--quick", "--postgres", "--seed", "1"]
    done = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr
    for fault in ("answers to COMMIT", "rows of answers are locked", "immediate", "fast", "half-open", "is cut"):
        assert fault in done.stderr


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_its_postgresql_ends_with_the_command(tmp_path: Path, ending: signal.Signals) -> None:
    before = set(Path("/tmp").glob("chatstream-chaos-*-postgres"))
    output = tmp_path / "said"
    with output.open("wb") as output_file:
        command = subprocess.Popen(
            [sys.executable, "manage.py", "chaos", "--postgres", "--seconds", "60"],
            cwd=BASE,
            stdout=output_file,
            stderr=output_file,
        )
    try:
        wait_until(lambda: "are up, on PostgreSQL" in output.read_text(), 120, output.read_text)
        [folder] = set(Path("/tmp").glob("chatstream-chaos-*-postgres")) - before
        assert servers_in(folder)
    finally:
        command.send_signal(ending)
        assert command.wait(30) != 0
    wait_until(lambda: not servers_in(folder), 10)
    assert folder.exists() == (ending == signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def servers_in(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (process / "cmdline").read_text().replace("\0", " ")
            found += [line] if "bin/postgres " in line and str(folder) in line else []
    return found
