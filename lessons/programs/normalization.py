"""A thousand earthquakes in five units, brought onto one ruler."""

from pathlib import Path

import numpy as np

# Longitude is counted eastwards, on past 180 degrees.
data = Path(__file__).parent.parent / "data" / "quakes.csv"
# The file's first row holds names, not numbers: skip it.
quakes = np.loadtxt(data, delimiter=",", skiprows=1)  # (1000, 5)


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


# Raw: the first earthquake meets five equal weights.
weights = np.full(5, 0.1)  # (5,): one for each column
shares = quakes[0] * weights  # (5,): what each column brings
raw_sum = shares.sum()
raw_answer = sigmoid(raw_sum)

# Scaled: every column from its own least to its own greatest.
low = quakes.min(axis=0)  # (5,): the least of each column
high = quakes.max(axis=0)  # (5,): the greatest of each column
span = high - low  # (5,)
slid = quakes - low  # (1000, 5): every column starts at 0
scaled = slid / span  # (1000, 5): and ends at 1
scaled_sum = (scaled[0] * weights).sum()
scaled_answer = sigmoid(scaled_sum)

# The way back.
back = scaled * span + low  # (1000, 5)
guess = 0.43  # a network's answer on the scaled ruler
magnitude = guess * span[3] + low[3]

# A column in which all numbers are the same: NumPy warns of 0 / 0.
weak = quakes[quakes[:, 3] == 4.0][:6, 2:]  # (6, 3): all of 4.0
weak_slid = weak - weak.min(axis=0)  # (6, 3)
weak_span = weak.max(axis=0) - weak.min(axis=0)  # (3,)
broken = weak_slid / weak_span  # (6, 3), with nan inside
divisor = np.where(weak_span == 0, 1, weak_span)  # 1 in place of 0
guarded = weak_slid / divisor  # (6, 3)

# A newcomer, measured on the rulers that we have.
newcomer = np.array([-20.0, 181.0, 700.0, 4.6, 7.0])  # (5,)
placed = (newcomer - low) / span  # (5,)

# Another ruler: standardisation.
mean = quakes.mean(axis=0)  # (5,)
deviation = quakes.std(axis=0)  # (5,)
standard = (quakes - mean) / deviation  # (1000, 5)

# The word's other meaning: a database in which every fact is kept once.
visits = np.array([[1, 7, 310], [2, 7, 310], [3, 9, 45], [4, 7, 310]])
heard = visits[:, :2]  # (4, 2): which station heard which earthquake
stations = np.unique(visits[:, 1:], axis=0)  # (2, 2): each height once

print("the first earthquake ", quakes[0])
print("on rulers from 0 to 1", scaled[0].round(3))
print("and back again       ", back[0])
print("sum raw, sum scaled  ", raw_sum.round(3), scaled_sum.round(3))
print("squashed             ", raw_answer, scaled_answer.round(3))
print("0.43 as a magnitude  ", magnitude.round(3))
print("a constant column    ", broken[:, 1])
print("the same, guarded    ", guarded[:, 1])
print("a newcomer           ", placed.round(3))
print("standardised         ", standard[0].round(3))
print("every height once    ", stations.tolist())
