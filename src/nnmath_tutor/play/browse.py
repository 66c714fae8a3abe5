"""Looking something up: what was typed, what it may mean, which page is open."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nnmath_tutor.lesson import Entry, Reference, Target

LONGEST = 40  # characters of a query
PAGE = 8  # entries, or rows, that Page Up and Page Down move by

# Keys that mean something here; whatever else has a character is typed.
MOVES = {
    "up": -1,
    "down": 1,
    "shift+tab": -1,
    "tab": 1,
    "pageup": -PAGE,
    "pagedown": PAGE,
    "home": -1_000_000,
    "end": 1_000_000,
}
SCROLLS = {"pageup": -PAGE, "pagedown": PAGE, "space": PAGE, "home": -1_000_000, "end": 1_000_000}

BROWSE_KEYS = {*MOVES, *SCROLLS, "escape", "enter", "backspace", "left", "right"}


@dataclass(frozen=True, slots=True)
class Page:
    """An entry that is read: which of its links is chosen, how far it was scrolled.

    `scroll` is None where the chosen link is to be seen, wherever on the page it stands.
    """

    entry: Entry
    link: int = 0
    scroll: int | None = 0

    @property
    def links(self) -> tuple[tuple[str, Target], ...]:
        """Where it leads on: lessons first. A whole sheet is read from top to bottom."""
        return () if self.entry.is_sheet else (*self.entry.lessons, *self.entry.see)


@dataclass(frozen=True, slots=True, eq=False)
class Browse:
    """Where somebody is who looks something up. `first` are the words of the step behind it.

    `direct` tells that a page was opened without the list. Once `closed`, `wanted` is the lesson
    that was chosen, if one was.
    """

    reference: Reference
    first: tuple[Entry, ...] = ()
    query: str = ""
    chosen: int = 0
    pages: tuple[Page, ...] = ()
    direct: bool = False
    closed: bool = False
    wanted: Target | None = None

    @property
    def page(self) -> Page | None:
        """The page that is open; None while the list is."""
        return self.pages[-1] if self.pages else None

    @property
    def hits(self) -> tuple[Entry, ...]:
        """What the query may mean, best first.

        For an empty one the words of the step come first, then the sheets, then all the rest.
        """
        found = self.reference.search(self.query)
        if self.query.strip():
            return found
        sheets = [entry for entry in found if entry.is_sheet]
        return tuple(dict.fromkeys((*self.first, *sheets, *found)))

    def press(self, key: str, character: str | None) -> Browse:
        """What a key leads to. Keys that mean nothing here change nothing."""
        return self._turn(key, character) if self.pages else self._type(key, character)

    def open(self, entry: Entry) -> Browse:
        """Read an entry."""
        return replace(self, pages=(*self.pages, Page(entry)))

    def open_hit(self, index: int) -> Browse:
        """Read an entry of the list."""
        hits = self.hits
        return replace(self, chosen=index).open(hits[index]) if 0 <= index < len(hits) else self

    def follow(self, index: int) -> Browse:
        """Follow a link of the page."""
        page = self.page
        if page is None or not 0 <= index < len(page.links):
            return self
        target = page.links[index][1]
        entry = self.reference.entry(target)
        if entry is not None:
            kept = replace(page, link=index)
            return replace(self, pages=(*self.pages[:-1], kept, Page(entry)))
        return replace(self, closed=True, wanted=target)

    def scrolled(self, by: int) -> Browse:
        """A page moves by rows, a list by entries."""
        page = self.page
        if page is None:
            return self._choose(by)
        return self._on_page(replace(page, scroll=max((page.scroll or 0) + by, 0)))

    def _type(self, key: str, character: str | None) -> Browse:
        if key in MOVES:
            return self._choose(MOVES[key])
        match key:
            case "escape":
                return replace(self, closed=True)
            case "enter":
                return self.open_hit(self.chosen)
            case "backspace":
                if not self.query:
                    return replace(self, closed=True)
                return replace(self, query=self.query[:-1], chosen=0)
        if character is None or not character.isprintable() or len(self.query) >= LONGEST:
            return self
        return replace(self, query=self.query + character, chosen=0)

    def _choose(self, by: int) -> Browse:
        last = max(len(self.hits) - 1, 0)
        return replace(self, chosen=min(max(self.chosen + by, 0), last))

    def _turn(self, key: str, character: str | None) -> Browse:
        page = self.pages[-1]
        if key in ("escape", "backspace", "left"):
            back = replace(self, pages=self.pages[:-1])
            return replace(back, closed=self.direct and not back.pages)
        if key in SCROLLS:
            return self.scrolled(SCROLLS[key])
        if key in MOVES and not page.links:
            return self.scrolled(MOVES[key])
        if key in MOVES:
            link = min(max(page.link + MOVES[key], 0), len(page.links) - 1)
            return self._on_page(replace(page, link=link, scroll=None))
        if key in ("enter", "right"):
            return self.follow(page.link)
        if character is None or not character.isprintable():
            return self
        # Whoever types looks for something else; a slash is the key that opens the search.
        typed = "" if character == "/" else character
        return replace(self, pages=(), query=typed, chosen=0, direct=False)

    def _on_page(self, page: Page) -> Browse:
        return replace(self, pages=(*self.pages[:-1], page))
