"""A new Django project with the files that a page of the documentation gives it."""

import re
import subprocess
from pathlib import Path

WORDS = 100
TEXT = "".join(f"word{number} " for number in range(WORDS))
MODEL = f"""
import asyncio

async def model(history):
    for number in range({WORDS}):
        await asyncio.sleep(0.02)
        yield f"word{{number}} "
"""
BLOCK = re.compile(r"```python\n# (mysite/\w+\.py)\n(.*?)```", re.DOTALL)


def make_project(page: Path, folder: Path, python: str, redis_url: str) -> None:
    """`django-admin startproject mysite` in the folder; then the page's files, and the settings that it adds."""
    subprocess.run([python, "-m", "django", "startproject", "mysite", folder], check=True)
    for name, text in BLOCK.findall(page.read_text()):
        file = folder / name
        earlier = file.read_text() if name == "mysite/settings.py" else ""
        file.write_text(earlier + text.replace("redis://127.0.0.1:6379/0", redis_url))
    (folder / "mysite/model.py").write_text(MODEL)
