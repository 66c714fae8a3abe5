"""The host's key: made once, kept for its owner alone, known to learners by its fingerprint."""

from __future__ import annotations

from pathlib import Path

import asyncssh

from nnmath_tutor.workshop.state_dir import StateError, read_secret, write_secret

FILE = "host_key"


def host_key(state: Path) -> asyncssh.SSHKey:
    """The key of the workshop in the folder `state`. Raises StateError if what is there is none.

    A broken key is not replaced: everybody's ssh would warn of an attack, and should.
    """
    path = state / FILE
    kept = read_secret(path)
    if kept is None:
        key = asyncssh.generate_private_key("ssh-ed25519", "nnmath-tutor workshop")
        write_secret(path, key.export_private_key())
        return key
    try:
        return asyncssh.import_private_key(kept)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        raise StateError(
            f"{path}: this is no key of a host; remove the file and a new one is made"
        ) from None


def fingerprint(key: asyncssh.SSHKey) -> str:
    """As ssh shows it: `SHA256:…`."""
    return str(key.get_fingerprint())
