"""What somebody reads who is turned away or cut off, and what puts their terminal in order again.

Sentences for learners: why, and what to do now. No name of a file, no traceback.
"""

from __future__ import annotations

from nnmath_tutor.workshop.names import clean_text

# Undoes what a screen of ours may have set, in an order that harms nobody: end of a held frame,
# colours, mouse, focus, pasting, the keyboard protocol of kitty, cursor, then the alternate screen.
RESTORE = (
    "\x1b[?2026l\x1b[0m"
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[<u\x1b[?7h\x1b[?25h\x1b[?1049l"
)
CLEAR_LINE = "\r\x1b[2K"
LONGEST_REASON = 200  # characters of a sentence that came from elsewhere

CODE_PROMPT = "Code of the workshop: "
WRONG_CODE = "That is not the code of this workshop. Is it spelt as on the board?"
SLOWED = "Many wrong codes are being tried, so each try takes a few seconds."
TOO_MANY_TRIES = "That was not the code either. Ask for it, then try again."
TOO_MANY_CONNECTIONS = "Too many are joining right now. Please try again in a moment."
TOO_SLOW = "Nobody has typed the code for a while. Please connect again."
NO_SESSION = "Nothing was asked for. Connect without -N: ssh opens the tutor."
NO_TERMINAL = "The tutor needs a terminal. Connect without -T and without a pipe (or with ssh -t)."
DUMB_TERMINAL = "This terminal cannot show screens (TERM=dumb). Please use another one."
NOTHING_BUT_THE_TUTOR = "Here is the tutor and nothing else: no commands, no files. Leave it out."
FULL = "All places are taken: {most} are learning here already. Ask who leads the workshop."
NAME_TAKEN = (
    "Somebody called {name} is here already. Take another name: ssh ANOTHER-NAME@…\n"
    "If that was you on a connection that broke, try again in a minute."
)
NAME_BOUND = (
    "The name {name} belongs to somebody's SSH key, and yours is another.\n"
    "Connect from the same computer as before, or take another name."
)
UNKNOWN = "Nothing is known of {name} yet."
FORGOTTEN = "What was known of you has been deleted. Connect again to begin anew."
REPLACED = "You have connected again, so you go on there."
CLOSING = "The workshop is over. What you did is kept. Goodbye!"
IDLE = "No key was pressed for {minutes}, so your place was given back. Connect again to go on."
RECOVERING = "The tutor had to start again. Connect again: you go on where you were."
NO_START = "The tutor could not be opened. Please connect again in a moment."
FAULT = "Something went wrong here, it was nothing you did. Tell who leads: fault {number}.\n" + (
    "Connect again to go on where you were."
)
ENDED = "The tutor was ended from here. Connect again to go on where you were."
GOODBYE = "Goodbye, {name}! What you did is kept. Connect again to go on."
PREPARING = "One moment: the lessons are being prepared"


def minutes(seconds: float) -> str:
    """`30 minutes`, `1 minute`, `20 seconds`."""
    number, noun = (round(seconds / 60), "minute") if seconds >= 60 else (round(seconds), "second")
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def said(sentence: str) -> bytes:
    """The sentence as bytes for a terminal in raw mode: each line on a line of its own."""
    lines = [clean_text(line, LONGEST_REASON) for line in sentence.split("\n")]
    return ("\r" + "".join(f"{line}\r\n" for line in lines)).encode()


def restored(sentence: str) -> bytes:
    """The terminal as it was before the tutor, then the sentence."""
    return RESTORE.encode() + said(sentence)


def preparing(done: int, planned: int) -> bytes:
    """How far the lessons are, over what was said of it before."""
    far = f" ({done} of {planned})" if planned else ""
    return f"{CLEAR_LINE}{PREPARING}{far} …".encode()
