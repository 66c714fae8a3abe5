"""Letters that are read from the last row: small ones, digits, and what stands in a command."""

from __future__ import annotations

from functools import cache

from nnmath_tutor.drawing import Charset

HEIGHT = 8  # pixels: two above the small letters, four of them, two below
SPACE = 3
GAP = 1

# The pixel row that a letter begins at, then its rows.
_LETTERS = {
    "a": "2 .### #..# #..# .###",
    "b": "0 #... #... ###. #..# #..# ###.",
    "c": "2 .### #... #... .###",
    "d": "0 ...# ...# .### #..# #..# .###",
    "e": "2 .##. #### #... .###",
    "f": "0 .## #.. ### #.. #.. #..",
    "g": "2 .### #..# #..# .### ...# ###.",
    "h": "0 #... #... ###. #..# #..# #..#",
    "i": "0 # . # # # #",
    "j": "0 .# .. .# .# .# .# .# #.",
    "k": "0 #... #... #..# #.#. ##.. #.##",
    "l": "0 #. #. #. #. #. .#",
    "m": "2 ##.#. #.#.# #.#.# #.#.#",
    "n": "2 ###. #..# #..# #..#",
    "o": "2 .##. #..# #..# .##.",
    "p": "2 ###. #..# #..# ###. #... #...",
    "q": "2 .### #..# #..# .### ...# ...#",
    "r": "2 #.# ##. #.. #..",
    "s": "2 .### ##.. ..## ###.",
    "t": "0 .#. .#. ### .#. .#. .##",
    "u": "2 #..# #..# #..# .###",
    "v": "2 #...# #...# .#.#. ..#..",
    "w": "2 #.#.# #.#.# #.#.# .#.#.",
    "x": "2 #..# .##. .##. #..#",
    "y": "2 #..# #..# #..# .### ...# ###.",
    "z": "2 #### ..#. .#.. ####",
    "0": "0 .##. #..# #..# #..# #..# .##.",
    "1": "0 .#. ##. .#. .#. .#. ###",
    "2": "0 .##. #..# ...# ..#. .#.. ####",
    "3": "0 ###. ...# .##. ...# ...# ###.",
    "4": "0 ..#. .##. #.#. #### ..#. ..#.",
    "5": "0 #### #... ###. ...# ...# ###.",
    "6": "0 .##. #... ###. #..# #..# .##.",
    "7": "0 #### ...# ..#. ..#. .#.. .#..",
    "8": "0 .##. #..# .##. #..# #..# .##.",
    "9": "0 .##. #..# #..# .### ...# .##.",
    "-": "3 ###",
    "_": "6 ####",
    ".": "5 #",
    ":": "2 # . . #",
    "@": "0 .####. #....# #.##.# #.##.# #..##. .####.",
}


def big(text: str, charset: Charset) -> tuple[str, ...] | None:
    """The text as rows of equal width: four, or eight where a cell has no halves.

    None if a character has no large form.
    """
    letters = [_pixels(letter) for letter in text]
    if not text or any(letter is None for letter in letters):
        return None
    gap = "." * GAP
    rows = [gap.join(letter[y] for letter in letters if letter) for y in range(HEIGHT)]
    if not charset.halves:
        return tuple(row.replace(".", " ").replace("#", charset.bar) for row in rows)
    return tuple(
        "".join(
            charset.halves[(upper == "#") + 2 * (lower == "#")]
            for upper, lower in zip(rows[y], rows[y + 1], strict=True)
        )
        for y in range(0, HEIGHT, 2)
    )


@cache
def _pixels(letter: str) -> tuple[str, ...] | None:
    if letter == " ":
        return ("." * SPACE,) * HEIGHT
    if letter not in _LETTERS:
        return None
    start, *rows = _LETTERS[letter].split()
    blank = "." * len(rows[0])
    above = [blank] * int(start)
    return (*above, *rows, *[blank] * (HEIGHT - len(above) - len(rows)))
