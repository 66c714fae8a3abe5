"""[network] and [gradient] in the front matter: every mistake in them is told, with its line."""

from __future__ import annotations

import pytest

from nnmath_tutor.lesson import parse_lesson

NETWORK = """\
[network]
layers = ["X", "P"]
weights = ["W"]
blame = ["error"]
"""
GRADIENT = """\
[gradient]
loss = "np.sum(error ** 2) / 4"
name = "a quarter of the squared errors"
of = { W = "-(X.T @ error) / 2" }
"""
TABLES = f"{NETWORK}\n{GRADIENT}"


@pytest.fixture
def with_tables(lesson_text):
    """The healthy lesson with both tables, one piece of them exchanged."""

    def text(old="", new="", tables=TABLES):
        assert not old or tables.count(old) == 1, f"{old!r} is not once in the tables"
        changed = tables.replace(old, new) if old else tables
        return lesson_text.replace("[runs.slow]", f"{changed}\n[runs.slow]")

    return text


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_a_network_and_its_gradient_that_are_right_have_no_problems(author, with_tables):
    assert author.check(with_tables()) == []


WRITTEN = [
    # network
    ("weights =", "wieghts =", "wieghts =", "did you mean `weights`?"),
    ("weights =", "wieghts =", "[network]", "weights"),
    ('layers = ["X", "P"]\n', "", "[network]", "layers"),
    ('layers = ["X", "P"]', 'layers = "X"', "layers =", "`layers`"),
    ('layers = ["X", "P"]', 'layers = ["X", 3]', "layers =", "`layers`"),
    ('layers = ["X", "P"]', 'layers = ["X", "P", "P"]', "weights =",
     "holds 1 names: 3 layers need 2 weights between them"),
    ('weights = ["W"]', 'weights = ["W", "W"]', "weights =", "2 layers need 1 weights"),
    ('blame = ["error"]', 'blame = ["error", "P"]', "blame =",
     "holds 2 names; it takes one for each of the 1 layers"),
    ('weights = ["W"]', "weights = []", "weights =", "`weights`"),
    ('layers = ["X", "P"]', "layers = []", "layers =", "`layers`"),
    # gradient
    ("name =", "nmae =", "nmae =", "did you mean `name`?"),
    ('loss = "np.sum(error ** 2) / 4"\n', "", "[gradient]", "loss"),
    ('of = { W = "-(X.T @ error) / 2" }\n', "", "[gradient]", "of"),
    ('loss = "np.sum(error ** 2) / 4"', "loss = 4", "loss =", "`loss`"),
    ('{ W = "-(X.T @ error) / 2" }', '"W"', "of =", "`of`"),
    ('W = "-(X.T @ error) / 2"', "W = 2", "of =", "`W`"),
    ('{ W = "-(X.T @ error) / 2" }', "{}", "of =", "`of`"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "message"), WRITTEN)
def test_a_mistake_in_writing_is_told_in_its_line(author, with_tables, old, new, place, message):
    text = with_tables(old, new)
    found = author.read(text)
    wanted = f"{line_of(text, place)}: "
    assert any(said.startswith(wanted) and message in said for said in found), found


PLAYED = [
    # network
    ('layers = ["X", "P"]', 'layers = ["X", "PP"]', "layers =",
     "`layers`: the program has no `PP`; did you mean `P`?"),
    ('weights = ["W"]', 'weights = ["V"]', "weights =", "the program has no `V`"),
    ('blame = ["error"]', 'blame = ["eror"]', "blame =", "did you mean `error`?"),
    ('layers = ["X", "P"]', 'layers = ["X", "loss"]', "layers =",
     "`layers`: loss has the shape (); it takes a row for each example"),
    ('blame = ["error"]', 'blame = ["rate"]', "blame =", "`blame`: rate has the shape ()"),
    ('weights = ["W"]', 'weights = ["rate"]', "weights =",
     "rate has the shape (); to lead from X to P it would have to be (2, 2)"),
    # gradient
    ('"-(X.T @ error) / 2"', '"(X.T @ error) / 2"', "of =", "the gradient of W[0, 0] at epoch 0"),
    ('"-(X.T @ error) / 2"', '"-(X.T @ error)"', "of =", "nudging measures"),
    ('"-(X.T @ error) / 2"', '"-(X @ error.T) / 2"', "of =", "the gradient says"),
    ('"-(X.T @ error) / 2"', '"-(X.T @ error)[0]"', "of =",
     "has the shape (2,), W has (2, 2)"),
    ('"-(X.T @ error) / 2"', '"X @ y[0:1]"', "of =", "the gradient of W, `X @ y[0:1]`: "),
    ('"-(X.T @ error) / 2"', '"-(X.T @ eror)"', "of =", "eror"),
    ("{ W =", "{ V =", "of =", "`V` is no number that an epoch begins with"),
    ("{ W =", "{ P =", "of =", "`P` is no number that an epoch begins with"),
    ('"np.sum(error ** 2) / 4"', '"error ** 2"', "loss =", "`loss` must be one number"),
    ('"np.sum(error ** 2) / 4"', '"np.sum(error) * np.inf"', "loss =", "`loss` must be one number"),
    ('"np.sum(error ** 2) / 4"', "\"'much'\"", "loss =", "`loss`"),
    ('"np.sum(error ** 2) / 4"', '"np.sum(eror ** 2)"', "loss =", "eror"),
    ('"np.sum(error ** 2) / 4"', '"np.sum("', "loss =", "`loss`"),
    ('"np.sum(error ** 2) / 4"', '"np.sum(error ** 2)"', "of =", "nudging measures"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "message"), PLAYED)
def test_what_does_not_fit_the_program_is_told_in_its_line(
    author, with_tables, old, new, place, message
):
    text = with_tables(old, new)
    found = author.check(text)
    wanted = f"01-doubling.md:{line_of(text, place)}: "
    assert any(said.startswith(wanted) and message in said for said in found), found
    assert len([said for said in found if "gradient" in said or "loss`" in said]) <= 1, found


def test_a_gradient_needs_a_training_loop(author, lesson_text, with_tables):
    head, _, rest = with_tables(tables=GRADIENT).partition("[runs.slow]")
    head = head.replace('at = "X @ W"\nepoch = 3\n', "")
    text = (
        head
        + "+++\n\n## Rows {#rows}\n\nA matrix.\n\n> A row comes in, a column too,\n"
        + ('> and what they make is new.\n\n```scene\nkind = "operation"\n```\n')
    )
    author.program.write_text(
        "import numpy as np\n\nX = np.array([[1.0, 2.0], [3.0, 4.0]])\nW = X * 2\nerror = X @ W\n",
        encoding="utf-8",
    )
    found = author.check(text)
    wanted = f"01-doubling.md:{line_of(text, '[gradient]')}: "
    assert f"{wanted}[gradient] needs a program with a training loop" in found, found
    assert rest


PLOT = 'kind = "plot"\nruns = ["plain", "short"]\n'


def test_a_ripple_measures_the_loss_of_the_gradient_unless_it_has_its_own(author, with_tables):
    def options_of(scene: str) -> dict[str, object]:
        text = with_tables().replace(PLOT, scene)
        assert scene in text
        *_, step = parse_lesson(text, author.path).steps
        return dict(step.scene.options)

    ripple = 'kind = "ripple"\narray = "W"\nindex = [0, 1]\n'
    told = options_of(ripple)
    assert told["loss"] == "np.sum(error ** 2) / 4"
    assert told["loss_name"] == "a quarter of the squared errors"
    assert told["slopes"] == "-(X.T @ error) / 2"
    told = options_of(ripple + 'loss = "loss"\n')
    assert (told["loss"], told.get("slopes")) == ("loss", None)
    assert options_of(ripple.replace('"W"', '"y"')).get("slopes") is None


def test_the_program_as_it_stands_may_be_in_a_gallery_alone(author, lesson_text):
    gallery = 'kind = "gallery"\nruns = ["main", "plain", "short"]\noutput = "P"\ntargets = "y"\n'
    assert author.check(lesson_text.replace(PLOT, gallery)) == []
    plot = PLOT.replace('"plain"', '"plain", "main"')
    (found,) = author.read(lesson_text.replace(PLOT, plot))
    assert "the front matter has no [runs.main]" in found
