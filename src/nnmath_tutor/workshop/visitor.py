"""One connection: is the code right, whose key is that, and what may it ask for? One session."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import asyncssh

from nnmath_tutor.workshop import ends
from nnmath_tutor.workshop.codes import same
from nnmath_tutor.workshop.keys import fingerprint
from nnmath_tutor.workshop.names import BadNameError, clean_name
from nnmath_tutor.workshop.places import Desk
from nnmath_tutor.workshop.session import LearnerSession
from nnmath_tutor.workshop.wire import NarrowChannel, narrow_channel, say_why, watch_transport

MOST_KEYS_KEPT = 5
FAREWELL = 0.5  # seconds for a client to read why
MOST_NOTES = 10  # refusals of one connection that are worth a line of the log

Challenge = tuple[str, str, str, list[tuple[str, bool]]]


class Visitor(asyncssh.SSHServer):
    """What a connection may do: give the code or a key, then open one session."""

    def __init__(self, host: Desk, number: int) -> None:
        self._host, self.number = host, number
        self.name, self.address = "", ""
        self.keys: list[str] = []  # those that the client offered
        self._connection: asyncssh.SSHServerConnection | None = None
        self._code_given = False
        self._session: LearnerSession | None = None
        self._ends = False  # the client has been told that it has to go
        self._notes = 0

    # ---- coming and going

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Somebody knocks."""
        self._connection = conn
        peer = conn.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        self._host.arrived(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._connection = None
        self._host.gone(self)

    def disconnect(self, sentence: str) -> None:
        """End the connection; ssh shows the sentence."""
        if self._connection is None or self._ends:
            return
        self._ends = True
        say_why(self._connection, " ".join(sentence.split()))
        self._host.later(FAREWELL, self.abort)

    def abort(self) -> None:
        """End the connection at once."""
        if self._connection is not None:
            self._connection.abort()

    @property
    def speaks_ssh(self) -> bool:
        """Whether the client has said its version."""
        connection = self._connection
        return connection is not None and bool(connection.get_extra_info("client_version"))

    @property
    def session(self) -> LearnerSession | None:
        """The one session, once it is asked for."""
        return self._session

    # ---- who is it

    def begin_auth(self, username: str) -> bool:
        """A user name; whoever changes it begins again."""
        self._host.guard.heard(self.number)
        self.keys, self._code_given = [], False
        try:
            self.name = clean_name(username)
        except BadNameError as error:
            self.name = ""
            self.refused("name", name=username)
            self.disconnect(str(error))
        return True

    def public_key_auth_supported(self) -> bool:
        """A key opens a name that it is bound to."""
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Remember the key. asyncssh checks the signature after a yes."""
        if not self.name or self._ends:
            return False
        if not self._host.guard.offered(self.number):
            self.refused("keys")
            self.disconnect(ends.TOO_MANY_TRIES)
            return False
        print_of_it = fingerprint(key)
        if print_of_it not in self.keys and len(self.keys) < MOST_KEYS_KEPT:
            self.keys.append(print_of_it)
        return await self._host.room.key_opens(self.name, print_of_it)

    def password_auth_supported(self) -> bool:
        """For clients that ask in no other way."""
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        """Whether that is the code."""
        return await self._code_is(password)

    def kbdint_auth_supported(self) -> bool:
        """The usual way: it asks with words of ours."""
        return True

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Challenge:
        """Ask for the code."""
        return self._ask("")

    async def validate_kbdint_response(
        self, username: str, responses: Sequence[str]
    ) -> bool | Challenge:
        """Whether that is the code; else ask again, and say what was wrong."""
        if len(responses) == 1 and await self._code_is(responses[0]):
            return True
        slowed = self._host.guard.slowed(self.number, self._host.now())
        return self._ask(f"{ends.WRONG_CODE} {ends.SLOWED}" if slowed else ends.WRONG_CODE)

    def _ask(self, said: str) -> Challenge:
        return "", said, "", [(ends.CODE_PROMPT, False)]

    async def _code_is(self, typed: str) -> bool:
        if self._ends:
            return False
        guard = self._host.guard
        wait = guard.attempt(self.number, self._host.now())
        if wait is None or not self.name:
            self.refused("tries")
            self.disconnect(ends.TOO_MANY_TRIES)
            return False
        await asyncio.sleep(wait)
        if self._ends:
            return False
        if same(typed, self._host.code):
            self._code_given = True
            return True
        guard.wrong(self.number, self._host.now())
        self.refused("code")
        return False

    def auth_completed(self) -> None:
        """They may come in; a session must follow soon."""
        self._host.guard.granted(self.number, self._host.now())

    @property
    def proved(self) -> bool:
        """Whether a key opened the door: the only way in without the code."""
        return not self._code_given

    # ---- what do they want

    def session_requested(self) -> tuple[NarrowChannel, LearnerSession] | bool:
        """One session a connection, and nothing else."""
        if self._session is not None or self._connection is None or self._ends:
            self.refused("second session")
            return False
        self._session = LearnerSession(self._host, self)
        watch_transport(self._connection, self._session.hold, self._session.go_on)
        return narrow_channel(self._connection), self._session

    def connection_requested(
        self, dest_host: str, dest_port: int, orig_host: str, orig_port: int
    ) -> bool:
        """No: -L, -W, -D."""
        return self.refused("forwarding")

    def server_requested(self, listen_host: str, listen_port: int) -> bool:
        """No: -R."""
        return self.refused("remote forwarding")

    def unix_connection_requested(self, dest_path: str) -> bool:
        """No: -L to a socket."""
        return self.refused("socket forwarding")

    def unix_server_requested(self, listen_path: str) -> bool:
        """No: -R of a socket."""
        return self.refused("remote socket forwarding")

    def tun_requested(self, unit: int | None) -> bool:
        """No: -w."""
        return self.refused("tunnel")

    def tap_requested(self, unit: int | None) -> bool:
        """No: -w with a bridge."""
        return self.refused("tunnel")

    def refused(self, what: str, **values: object) -> bool:
        """Note it, a few times a connection; gives False, which is the answer."""
        self._notes += 1
        if self._notes <= MOST_NOTES:
            told = {"name": self.name, "address": self.address, **values}
            self._host.log.note("refused", what=what, **told)
        return False
