"""Boxes of numbers: from a single number to a film."""

import numpy as np

magnitude = np.array(4.8)  # (): one number
quake = np.array([-20.42, 181.62, 562.0, 4.8, 41.0])  # (5,)
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)

digit = np.array(
    [  # a seven: 0 is dark, 1 is bright
        [1, 1, 1, 1],
        [0, 0, 0, 1],
        [0, 0, 1, 0],
        [0, 1, 0, 0],
        [0, 1, 0, 0],
    ]
)  # (5, 4): height, width

red, white = [1, 0, 0], [1, 1, 1]  # how red, how green, how blue
flag = np.array(
    [[white, white, white, white], [red, red, red, red]]
)  # (2, 4, 3): height, width, colour

small, cats, sleep = [0, 0, 0, 1], [1, 0, 1, 0], [0, 1, 1, 0]
sentence = np.array([small, cats, sleep])  # (3, 4): words, features

turned_over = flag[::-1]  # (2, 4, 3): the lower row of points first
film = np.array([flag, turned_over, flag, turned_over, flag])
frame = film[1]  # (2, 4, 3); film: (5, 2, 4, 3), time comes first

longer = np.append(quake, 30.0)  # (6,): and 30 seconds of shaking


def refusal(array, shape):
    """What NumPy says when an array can't take a shape."""
    try:
        return f"it fits: {array.reshape(shape).shape}"
    except ValueError as problem:
        return str(problem)


six = np.array([1, 2, 3, 4, 5, 6])  # (6,)
folded = six.reshape(2, 3)  # (2, 3): the line folded in two
flat = digit.reshape(20)  # (20,): a picture as one long line
refused = refusal(six, (4, 2))

turned = folded.T  # (3, 2): rows become columns
refolded = folded.reshape(3, 2)  # (3, 2): the same shape, but ...

three = np.array([1, 2, 3])  # (3,): one axis
row = three.reshape(1, 3)  # (1, 3): two axes, one row
column = three.reshape(3, 1)  # (3, 1): two axes, one column
surprise = column + three  # (3, 1) + (3,) -> (3, 3)

print("a seven")
print(digit)
print("a quake     ", quake.shape, quake.ndim, quake.size)
print("a flag      ", flag.shape, flag.ndim, flag.size)
print("a film      ", film.shape, film.ndim, film.size)
print("a sentence  ", sentence.shape, sentence.ndim, sentence.size)
print("reshape     ", refused)
print("turned      ", turned.tolist())
print("refolded    ", refolded.tolist())
print("column+three", surprise.tolist())
