"""The whole way, from a messy table to a network that has learnt it.

A lamp on the stairs has two switches, one below and one above. Each
switch sends 0 or 230 volts. When is the lamp on?
"""

import numpy as np

seed = 1
spread = 1.0  # first weights lie between -spread and spread
learning_rate = 1.0

# What was written down. The lamp hangs on floor 7; one reading failed.
notes = np.array(
    [  # switch below, switch above, floor, lamp
        [0, 0, 7, 0],
        [0, 230, 7, 1],
        [np.nan, 230, 7, 1],
        [230, 0, 7, 1],
        [230, 230, 7, 0],
    ]
)  # (5, 4)


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


# 1. Prepare the data: clean, drop what doesn't help, normalise.
clean = notes[~np.isnan(notes).any(axis=1)]  # (4, 4): whole rows
useful = clean[:, [0, 1, 3]]  # (4, 3): the floor never changes
low = useful.min(axis=0)  # (3,)
high = useful.max(axis=0)  # (3,)
table = (useful - low) / (high - low)  # (4, 3): all from 0 to 1

# 2. Put it in tensors: questions X, answers y.
X = np.hstack([table[:, :2], np.ones((4, 1))])  # (4, 3)
y = table[:, 2:]  # (4, 1)

# 3. Build the network: weights by chance.
rng = np.random.RandomState(seed)
W1 = spread * (2 * rng.random_sample((3, 4)) - 1)  # (3, 4)
W2 = spread * (2 * rng.random_sample((4, 1)) - 1)  # (4, 1)

# 4. Train it: guess, measure, find who is at fault, improve.
for epoch in range(10_000):
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)

    error = y - A2  # (4, 1)
    mean_absolute_error = np.mean(np.abs(error))

    delta2 = error * slope(A2)  # (4, 1)
    delta1 = (delta2 @ W2.T) * slope(A1)  # (4, 4)
    W2 += learning_rate * (A1.T @ delta2)  # (4, 1)
    W1 += learning_rate * (X.T @ delta1)  # (3, 4)

    if epoch % 1_000 == 0:
        print(f"epoch {epoch:5,}   error {mean_absolute_error:.4f}")

print("guesses", A2.ravel().round(3))
