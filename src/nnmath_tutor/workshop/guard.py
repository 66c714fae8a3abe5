"""Who may knock, how often, and how long they wait: limits on what comes before a session.

Nothing here has a clock or a socket: times are seconds of any one clock, connections are numbers,
and what to do about it is the answer. A *waiting* connection is one without a session yet.

A class sits behind one address, so no address is ever shut out. Whoever tries many codes makes
every try from there slower, right or wrong, up to `Limits.slow` seconds: that is how a class next
to a guesser waits, too, and all it does. When the waiting room is full, those leave first who are
silent, then those who tried wrong codes.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

MOMENT = 0.25  # seconds in which a client says that it speaks SSH, unless the network is slow


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is borne. Times in seconds."""

    waiting: int = 256  # connections without a session, of all addresses
    silent: float = 8.0  # until a client must have said that it speaks SSH
    login: float = 120.0  # until it must have given the code: fingerprints take time to compare
    no_session: float = 10.0  # from the code to a session
    tries: int = 6  # codes on one connection: three asked by each of OpenSSH's two ways
    keys: int = 20  # keys offered on one connection
    free: int = 40  # wrong codes from one network before tries from there are slowed
    regained: float = 0.5  # of them a second
    all_free: int = 400  # wrong codes from everywhere
    all_regained: float = 5.0
    slow: float = 5.0  # the longest wait before a code is looked at
    networks: int = 1000  # remembered at once


@dataclass(slots=True)
class _Bucket:
    """So many wrong tries are free; they come back over time."""

    size: float
    rate: float
    left: float
    at: float

    def take(self, now: float) -> None:
        self.left = max(0.0, self._left(now) - 1)
        self.at = now

    def empty(self, now: float) -> bool:
        return self._left(now) < 1

    def _left(self, now: float) -> float:
        return min(self.size, self.left + max(0.0, now - self.at) * self.rate)


@dataclass(slots=True)
class _Visitor:
    network: str
    since: float
    silent: bool = True
    tries: int = 0
    wrong: int = 0
    keys: int = 0
    granted: float | None = None  # since when the code is known to be right


@dataclass(frozen=True, slots=True)
class Arrival:
    """Whether a connection may stay, and which other one has to leave for it."""

    admitted: bool
    leaves: int | None = None


@dataclass(slots=True)
class Guard:
    """What is known of everybody who knocks."""

    limits: Limits = field(default_factory=Limits)
    _waiting: dict[int, _Visitor] = field(default_factory=dict)
    _networks: OrderedDict[str, _Bucket] = field(default_factory=OrderedDict)
    _everywhere: _Bucket | None = None

    @property
    def waiting(self) -> int:
        """How many connections have no session yet."""
        return len(self._waiting)

    def arrive(self, connection: int, address: str, now: float) -> Arrival:
        """A connection from `address`. If the waiting room is full, another may have to leave."""
        leaves = None
        if len(self._waiting) >= self.limits.waiting:
            leaves = self._most_dispensable(now)
            if leaves is None:
                return Arrival(False)
            del self._waiting[leaves]
        self._waiting[connection] = _Visitor(network_of(address), now)
        return Arrival(True, leaves)

    def heard(self, connection: int) -> None:
        """The client has said that it speaks SSH."""
        if connection in self._waiting:
            self._waiting[connection].silent = False

    def attempt(self, connection: int, now: float) -> float | None:
        """A code is tried: the seconds to wait before looking at it. None: that was one too many.

        Counted before anybody waits: tries sent all at once are counted, too.
        """
        visitor = self._waiting.get(connection)
        if visitor is None or visitor.tries >= self.limits.tries:
            return None
        visitor.tries += 1
        # One second after the first wrong try, then two: no more than typing it again takes.
        wait = min(float(visitor.tries - 1), 2.0)
        return self.limits.slow if self.slowed(connection, now) else wait

    def slowed(self, connection: int, now: float) -> bool:
        """Whether so many wrong codes came that every try from there has to wait."""
        visitor = self._waiting.get(connection)
        bucket = self._networks.get(visitor.network) if visitor else None
        spent = bucket is not None and bucket.empty(now)
        return spent or (self._everywhere is not None and self._everywhere.empty(now))

    def wrong(self, connection: int, now: float) -> None:
        """The code was wrong."""
        visitor = self._waiting.get(connection)
        if visitor is None:
            return
        visitor.wrong += 1
        limits = self.limits
        if self._everywhere is None:
            free = float(limits.all_free)
            self._everywhere = _Bucket(free, limits.all_regained, free, now)
        self._everywhere.take(now)
        self._bucket(visitor.network, now).take(now)

    def offered(self, connection: int) -> bool:
        """A key is offered; whether one more may be."""
        visitor = self._waiting.get(connection)
        if visitor is None or visitor.keys >= self.limits.keys:
            return False
        visitor.keys += 1
        return True

    def granted(self, connection: int, now: float) -> None:
        """The code was right, or the key was; a session must follow."""
        if connection in self._waiting:
            self._waiting[connection].granted = now

    def leave(self, connection: int) -> None:
        """The connection is gone, or has its session."""
        self._waiting.pop(connection, None)

    def overdue(self, now: float) -> list[tuple[int, str]]:
        """Who has waited too long, and for what: `hello`, `code` or `session`."""
        late: list[tuple[int, str]] = []
        for connection, visitor in self._waiting.items():
            if visitor.granted is not None:
                if now - visitor.granted >= self.limits.no_session:
                    late.append((connection, "session"))
            elif visitor.silent and now - visitor.since >= self.limits.silent:
                late.append((connection, "hello"))
            elif now - visitor.since >= self.limits.login:
                late.append((connection, "code"))
        return late

    def _most_dispensable(self, now: float) -> int | None:
        """The silent one that came first, else the most wrong tries; nobody who does no harm.

        Silent for a moment is everybody.
        """
        silent = [n for n, v in self._waiting.items() if v.silent and now - v.since >= MOMENT]
        if silent:
            return min(silent, key=lambda n: self._waiting[n].since)
        wrong = [n for n, v in self._waiting.items() if v.wrong and v.granted is None]
        if wrong:
            return max(wrong, key=lambda n: self._waiting[n].wrong)
        return None

    def _bucket(self, network: str, now: float) -> _Bucket:
        bucket = self._networks.get(network)
        if bucket is None:
            free = float(self.limits.free)
            bucket = self._networks[network] = _Bucket(free, self.limits.regained, free, now)
            while len(self._networks) > self.limits.networks:
                self._networks.popitem(last=False)  # whoever has been quiet longest
        self._networks.move_to_end(network)
        return bucket


def network_of(address: str) -> str:
    """What one household has: an IPv4 address, or 64 bits of an IPv6 address."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return parsed.exploded[:19]
    return str(parsed)
