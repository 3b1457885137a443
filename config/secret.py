"""The secret key of an instance that was not given one: made at the first start and kept beside its data."""

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def load_or_create_secret(folder: Path) -> str:
    """Return the secret kept in `folder`, made on first use, readable by its owner alone."""
    try:
        return _read_or_create(folder / "secret_key", folder)
    except OSError as problem:
        raise ImproperlyConfigured(
            f"The folder {folder} cannot be used ({problem.strerror}): make room, give this user the right to write there, "
            "or set VAR_DIR to another one."
        ) from None


def _read_or_create(path: Path, folder: Path) -> str:
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=folder) as fresh:  # mode 0600
            fresh.write(get_random_secret_key())
            fresh.flush()
            with suppress(FileExistsError):  # two processes may start at once: the first to link wins
                path.hardlink_to(fresh.name)
    return path.read_text()
